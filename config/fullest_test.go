package config_test

// fullest is a play that uses all of the language.
const fullest = `play: everything
version: 7
about: A play that uses all there is.
source: "Terms of service, §4"
as_of: 2026-04-01
trigger: line.down
when: 'attributes.kind == "fibre" && customer.segment != "staff" && payment.amount >= 0'
measure: open
settle: resolved
once_per: incident
exempt: {cause: [weather, strike], code: [41]}
clock:
  zone: Europe/London
  days: working
  for: 2d
  starts: next_day
  holidays: [2026-12-25]
close_after: 60d
person_within: 4h
tiers:
  - at_least: 2d
    remedy:
      - refund:
          sum:
            - amount: [{valid_from: 2025-04-01, amount: 10.03 GBP}, {valid_from: 2026-04-01, amount: 10.34 GBP}]
              per: 1d
              after: 2d
              until: 30d
            - greater_of: {amount: 5.00 GBP, percent: 10}
              at_most: 50.00 GBP
          at_most: 400.00 GBP
      - credit
      - coupon: {valid: 365d}
  - at_least: 20d
    remedy:
      custom: {activity: CallBack, queue: callers, with: {within: 4, notes: [a, {b: true}]}, words: {en: "A colleague calls you today.", pl: "Zadzwonimy dzisiaj."}}
apology:
  channels: [sms, email]
  receipt_within: 15m
  default: pl
  quiet: {sms: "21:00-08:00"}
  at_most: {apologies: 2, within: 30d}
  subject: {en: "Sorry", pl: "Przepraszamy"}
  text:
    en: 'Sorry: {{.Measure}}. {{if .Complained}}You told us first. {{end}}{{.Remedy}}'
    pl: 'Przepraszamy: {{.Measure}}, {{plural "one" "usterka" "few" "usterki" "many" "usterek" "other" "usterki"}}. {{.Remedy}}'
  more: {en: "Worse: {{.Measure}}. {{.Remedy}}"}
surveys: {suppress: 90d}
budget: {per_day: [500.00 GBP, 70000 JPY], approve_within: 24h}
monitor: {from: "feed of the network", silent_after: 6h}
fix_when: {percent: 5, within: 7d, at_least: 20}
`
