/**
 * Usual messages to the players, in both languages side by side: which one they read is not the language of the console. They
 * are proposals to be edited, not words of the page.
 */
export const MESSAGE_PRESETS = [
  { fr: 'Le spectacle reprend dans cinq minutes', en: 'The show goes on in five minutes' },
  { fr: 'Restez à votre place', en: 'Stay where you are' },
  { fr: 'Quittez la salle calmement', en: 'Leave the room calmly' },
] as const
