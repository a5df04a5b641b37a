package workers

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
)

// deploymentOf is how Temporal calls all versions of the workers of a task queue
// together. Its names may have neither dots nor colons.
func deploymentOf(taskQueue string) string {
	return strings.NewReplacer(".", "-", ":", "-", "/", "-").Replace(taskQueue)
}

// versioned has Temporal hand tasks to these workers only once their version is
// the current one, or ramps up. A recovery may be open for weeks, so it goes on
// with whatever version is current: what changes its course is guarded by
// workflow.GetVersion, and the recorded histories are replayed against it.
func versioned(taskQueue, buildID string) worker.DeploymentOptions {
	return worker.DeploymentOptions{
		UseVersioning:             true,
		Version:                   worker.WorkerDeploymentVersion{DeploymentName: deploymentOf(taskQueue), BuildID: buildID},
		DefaultVersioningBehavior: workflow.VersioningBehaviorAutoUpgrade,
	}
}

// Promote makes a version the current one, as soon as its workers are known to
// Temporal. Until then nothing is dispatched to them.
func Promote(ctx context.Context, temporal client.Client, taskQueue, buildID string) error {
	deployment := temporal.WorkerDeploymentClient().GetHandle(deploymentOf(taskQueue))
	for {
		_, err := deployment.SetCurrentVersion(ctx, client.WorkerDeploymentSetCurrentVersionOptions{BuildID: buildID, IgnoreMissingTaskQueues: true})
		if err == nil {
			return nil
		}
		var unknown *serviceerror.NotFound
		var early *serviceerror.FailedPrecondition
		if !errors.As(err, &unknown) && !errors.As(err, &early) {
			return fmt.Errorf("the workers' version %s cannot be made the current one: %w", buildID, err)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the workers' version %s cannot be made the current one: Temporal does not know it: %w", buildID, err)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// Current is the version that recoveries are worked on by; empty where there is
// none.
func Current(ctx context.Context, temporal client.Client, taskQueue string) (string, error) {
	about, err := temporal.WorkerDeploymentClient().GetHandle(deploymentOf(taskQueue)).Describe(ctx, client.WorkerDeploymentDescribeOptions{})
	var unknown *serviceerror.NotFound
	switch {
	case errors.As(err, &unknown):
		return "", nil
	case err != nil:
		return "", err
	case about.Info.RoutingConfig.CurrentVersion == nil:
		return "", nil
	}
	return about.Info.RoutingConfig.CurrentVersion.BuildID, nil
}
