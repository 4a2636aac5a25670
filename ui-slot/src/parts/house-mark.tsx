import { useTheme } from '../theme/theme-context'

/** Whose house this is: its logo, else its name; nothing where the venue has said neither. */
export function HouseMark() {
  const { logo, name } = useTheme()
  if (logo !== null) return <img className="house-mark" data-testid="house-mark" src={logo} alt={name ?? ''} />
  return name === null ? null : (
    <p className="house-mark" data-testid="house-mark">
      {name}
    </p>
  )
}
