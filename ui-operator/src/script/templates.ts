import type { Lang } from '../words/language'

const FR = `# Un scénario court : changez les textes, ajoutez des étapes.
# Tous les champs sont décrits dans docs/show.md.
title: Le coffre vide
language: fr

steps:
  - id: coffre
    question: Le coffre est vide. Où cherchez-vous ?
    options:
      - { text: À la cave, to: cave }
      - { text: Au jardin, to: jardin }
    timer_s: 60
    tie: revote # une égalité : la question est reposée

  - id: cave
    question: Une trappe. L’ouvrez-vous ?
    options: ['On l’ouvre', 'On la laisse']
    to: accusation

  - id: jardin
    question: Quelqu’un vient. Vous cacher, ou le saluer ?
    options: ['Se cacher', 'Le saluer']
    to: accusation

  - id: accusation
    question: Qui accusez-vous ?
    options: ['Le majordome', 'La veuve', 'Personne']
    reveal: operator # le résultat attend que vous le révéliez
    tie: operator # une égalité : vous tranchez
`

const EN = `# A short script: change the words, add steps.
# Every field is described in docs/show.md.
title: The empty safe
language: en

steps:
  - id: the-safe
    question: The safe is empty. Where do you look?
    options:
      - { text: In the cellar, to: cellar }
      - { text: In the garden, to: garden }
    timer_s: 60
    tie: revote # a tie: the question is asked again

  - id: cellar
    question: A trapdoor. Do you open it?
    options: ['Open it', 'Leave it']
    to: accusation

  - id: garden
    question: Somebody is coming. Hide, or greet them?
    options: ['Hide', 'Greet them']
    to: accusation

  - id: accusation
    question: Whom do you accuse?
    options: ['The butler', 'The widow', 'Nobody']
    reveal: operator # the result waits until you reveal it
    tie: operator # a tie: you decide
`

/** A short script with a branch and both kinds of tie, to begin with. */
export const TEMPLATES: Record<Lang, string> = { fr: FR, en: EN }
