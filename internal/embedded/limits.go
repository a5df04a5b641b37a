package embedded

import (
	dc "go.temporal.io/server/common/dynamicconfig"
)

// unlimited stands where the server wants a rate: the only caller is on this
// machine, and the machine is the limit.
const unlimited = 1_000_000

// dynamicConfig are the server's settings that differ from its defaults. The
// defaults already have on: eager starts of workflows and activities, updates,
// update-with-start and speculative workflow tasks.
func dynamicConfig() dc.Client {
	return dc.StaticClient{
		// Rates that would hold back one busy machine.
		dc.FrontendRPS.Key():                                         unlimited,
		dc.FrontendMaxNamespaceRPSPerInstance.Key():                  unlimited,
		dc.FrontendMaxNamespaceVisibilityRPSPerInstance.Key():        unlimited,
		dc.FrontendMaxConcurrentLongRunningRequestsPerInstance.Key(): unlimited,
		dc.FrontendPersistenceMaxQPS.Key():                           unlimited,
		dc.HistoryRPS.Key():                                          unlimited,
		dc.HistoryPersistenceMaxQPS.Key():                            unlimited,
		dc.MatchingRPS.Key():                                         unlimited,
		dc.MatchingPersistenceMaxQPS.Key():                           unlimited,
		dc.WorkerPersistenceMaxQPS.Key():                             unlimited,
		dc.VisibilityPersistenceMaxReadQPS.Key():                     unlimited,
		dc.VisibilityPersistenceMaxWriteQPS.Key():                    unlimited,

		// An observation may reach a recovery that closed a moment ago.
		dc.WorkflowIdReuseMinimalInterval.Key(): 0,

		// One machine has nothing to spread a task queue over.
		dc.MatchingNumTaskqueueReadPartitions.Key():  1,
		dc.MatchingNumTaskqueueWritePartitions.Key(): 1,
	}
}
