import type { SlotState } from '@eg/shared'
import { lookOf, toneOf } from '../parts/option-look'
import { OptionShape } from '../parts/option-shape'
import { useWords } from '../words/words'

type Doing = NonNullable<SlotState['service']>

/**
 * What somebody who looks after the house has this slot do. The slot's name stands beside what players see and takes no press: who
 * votes goes on. A press test covers the stage, because the buttons mean nothing else while it runs.
 */
export function Service({ service, deviceId }: { service: Doing; deviceId: string }) {
  const words = useWords()
  if (service.do === 'identify') {
    return (
      <aside className="service-name" data-testid="service-identify">
        <strong>{deviceId}</strong>
        <span>{words('identify_line')}</span>
      </aside>
    )
  }
  const left = service.pressed.filter((is) => !is).length
  return (
    <section className="service-test" data-testid="service-press-test" role="status">
      <h1 className="service-title">{words('press_test_title')}</h1>
      <ol className="service-buttons">
        {service.pressed.map((pressed, index) => (
          <li
            key={lookOf(index).number}
            style={toneOf(index)}
            data-pressed={pressed || undefined}
            aria-label={`${index + 1}: ${words(pressed ? 'press_test_works' : 'press_test_waits')}`}
          >
            <OptionShape shape={lookOf(index).shape} className="service-shape" />
            <b>{pressed ? '✓' : lookOf(index).number}</b>
          </li>
        ))}
      </ol>
      <p className="service-line">{words('press_test_left', { count: left })}</p>
      <p className="service-who">{deviceId}</p>
    </section>
  )
}
