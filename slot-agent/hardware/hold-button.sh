# A hand that stays on the button of line $1 until it is killed. gpio-sim keeps one pull a line: a program that asks for the
# pull-up (libgpiod's tools do, each time they take the line) lets go of the button with it, where on a board the finger is the
# stronger. So this hand presses again within a millisecond or two, long before the tools read. Real-time priority, since
# everything else in the machine may be busy.
chrt --fifo -p 1 $$
exec 9<>/run/gpio-vm/never
while :; do
  echo pull-down >"/run/gpio-vm/lines/sim_gpio$1/pull"
  read -rt 0.001 -u 9
done
