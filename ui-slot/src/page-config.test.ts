import { describe, expect, it } from 'vitest'
import { fetchPageConfig, readPageConfig } from './page-config'
import { chooseLanguage, chooseLayout } from './page-options'

const answering = (body: string, status = 200) => (async () => new Response(body, { status })) as typeof fetch

describe('runtime configuration', () => {
  it('K20 uses what config.json says', async () => {
    const body = '{"mqtt_host":"10.0.0.5","mqtt_port":9001,"device_id":"slot-03"}'
    expect(await fetchPageConfig(answering(body))).toEqual({
      mqtt_host: '10.0.0.5',
      mqtt_port: 9001,
      device_id: 'slot-03',
    })
  })

  it('K20 goes on without config.json when it is missing, empty, broken or out of reach', async () => {
    expect(await fetchPageConfig(answering('not found', 404))).toEqual({})
    expect(await fetchPageConfig(answering(''))).toEqual({})
    expect(await fetchPageConfig(answering('{"mqtt_host":'))).toEqual({})
    const unreachable = (() => Promise.reject(new TypeError('failed to fetch'))) as typeof fetch
    expect(await fetchPageConfig(unreachable)).toEqual({})
  })

  it('K20 takes only the fields that are right', () => {
    expect(readPageConfig('{"mqtt_host":"","mqtt_port":"9101","device_id":7}')).toEqual({ mqtt_port: 9101 })
    expect(readPageConfig('{"mqtt_port":"none"}')).toEqual({})
    expect(readPageConfig('null')).toEqual({})
  })

  it('K24 speaks the language of the URL, else of the browser, else French', () => {
    expect(chooseLanguage('?lang=en', ['fr-FR'])).toBe('en')
    expect(chooseLanguage('?lang=de', ['en-GB', 'fr'])).toBe('en')
    expect(chooseLanguage('', ['de-DE', 'fr-CH'])).toBe('fr')
    expect(chooseLanguage('', ['de-DE'])).toBe('fr')
    expect(chooseLanguage('', [])).toBe('fr')
  })

  it('K17 lays the options in two rows of three, or in one row on demand', () => {
    expect(chooseLayout('')).toBe('grid')
    expect(chooseLayout('?layout=row')).toBe('row')
    expect(chooseLayout('?layout=circle')).toBe('grid')
  })
})
