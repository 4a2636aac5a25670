import { describe, expect, it } from 'vitest'
import { createMemoryKeep } from '../session/keep'
import { createDraftStore } from './draft-store'
import { fileName } from './save-file'

describe('the draft of a script', () => {
  it('F59 is kept for the tab as it is typed, with whether the editor is open', () => {
    const keep = createMemoryKeep()
    const draft = createDraftStore(keep).getState()
    draft.open()
    draft.begin('title: A', 'a.yaml', false)
    expect(createDraftStore(keep).getState()).toMatchObject({ text: 'title: A', name: 'a.yaml', isOwn: false })
    draft.type('title: AB')
    expect(createDraftStore(keep).getState()).toMatchObject({ isOpen: true, text: 'title: AB', isOwn: true })
    draft.settled()
    draft.close()
    expect(createDraftStore(keep).getState()).toMatchObject({ isOpen: false, text: 'title: AB', isOwn: false })
  })

  it.each(['', '{', 'null', '[]', '{"text":3,"isOpen":"yes"}'])('F59 what cannot be read begins anew: %j', (kept) => {
    const keep = createMemoryKeep()
    keep.setItem('eg.script_draft', kept)
    expect(createDraftStore(keep).getState()).toMatchObject({ text: null, isOpen: false, isOwn: false })
  })

  it('F59 is saved under its own name, or one made of its title', () => {
    expect(fileName('nuit.yaml', 'Autre')).toBe('nuit.yaml')
    expect(fileName(null, 'Le coffre, vidé !')).toBe('le-coffre-vide.yaml')
    expect(fileName(null, null)).toBe('script.yaml')
  })
})
