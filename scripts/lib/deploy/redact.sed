# What a bundle for somebody else must not hold: secrets, cards (a card is a key), names of people. Used by doctor.sh.
s/^([[:space:]]*#?[A-Z0-9_]*((SECRET|TOKEN|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|PRIVATE)[A-Z0-9_]*|_KEY)=).+/\1[redacted]/
s/("[A-Za-z_]*([Ss]ecret|[Tt]oken|[Pp]assword|[Pp]assphrase|[Cc]redential|[Hh]ash|[Pp]in)[A-Za-z_]*":)"[^"]*"/\1"[redacted]"/g
s/("(tag_uid|tag|card|player|person|by|name)":)"[^"]*"/\1"[redacted]"/g
s#://[^/@[:space:]]+@#://[redacted]@#g
s/([Bb]earer )[A-Za-z0-9._~+\/=-]+/\1[redacted]/g
s/\b[0-9A-F]{6,30}([0-9A-F]{2})\b/[card]\1/g
s/(code )[0-9]{4}-[0-9]{4}/\1[redacted]/g
