package main

import (
	"strings"

	"makegood/config"
	"makegood/workflows"
)

// sandboxSettings are credentials that only the sandbox takes.
func sandboxSettings(url string) config.Settings {
	return config.Settings{
		StripeKey: config.NewSecret("sk_test_" + "sandbox"), StripeURL: url,
		TwilioAccount: "AC" + strings.Repeat("0", 32), TwilioToken: config.NewSecret("sandbox"), TwilioFrom: "+12025550199", TwilioURL: url,
		SendGridKey: config.NewSecret("SG." + "sandbox"), SendGridURL: url,
		MailFrom: "Customer care <care@example.com>", SurveyGroup: sandboxSurveyGroup,
		TaskQueue: workflows.TaskQueue,
	}
}

// sandboxSurveyGroup is the unsubscribe group for surveys that the sandbox has from the start.
const sandboxSurveyGroup = 7001
