# Runs in the machine: does what the test says, one line of shell at a time, and answers with what it printed, then
# "= STATUS" in a line of its own. $1 is the port of the test on the host.
exec 3<>"/dev/tcp/10.0.2.2/$1"
while IFS= read -r line <&3; do
  output=$(eval "$line" 2>&1 3<&-)
  printf '%s\n= %s\n' "$output" "$?" >&3
done
