import { en } from '../words/en'
import { fr } from '../words/fr'
import { addWords } from '../words/words'

// Imported by tests: both languages are there at once.
addWords('fr', fr)
addWords('en', en)
