package embedded

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"go.temporal.io/server/common/cluster"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/membership/static"
	"go.temporal.io/server/common/primitives"
	"go.temporal.io/server/temporal"
)

const (
	// clusterName is written into the file and stays what it is.
	clusterName = "active"
	// historyShards are independent queues of work. The number is written into
	// the file when it is made and stays what it is. On one machine 1, 4 and 8
	// were equally fast.
	historyShards = 4
)

// temporalServer is the four services. server is nil until all have started.
type temporalServer struct {
	server   temporal.Server
	address  string
	failed   chan error
	stopping atomic.Bool
}

// startTemporal starts the services. What would end the process is an error:
// before they run it is returned, afterwards it comes out of failed.
func startTemporal(ctx context.Context, files stores, at addresses, logger *slog.Logger) (*temporalServer, error) {
	t := &temporalServer{address: hostPort(at.frontend), failed: make(chan error, 1)}
	log := serverLog{to: logger, fatal: t.fail, stopping: &t.stopping}

	started := make(chan error, 1)
	go func() {
		err := errGaveUp
		defer func() { started <- err }() // also when a Fatal ends this goroutine
		err = t.start(files, at, log)
	}()

	// The server's own start cannot be interrupted, and bounds itself.
	if err := <-started; err != nil {
		return nil, fmt.Errorf("embedded: start Temporal: %w", t.reason(err))
	}
	if ctx.Err() != nil {
		t.stop(stopWithin)
		return nil, fmt.Errorf("embedded: start Temporal: %w", context.Cause(ctx))
	}
	return t, nil
}

var errGaveUp = errors.New("gave up")

func (t *temporalServer) start(files stores, at addresses, log serverLog) error {
	server, err := temporal.NewServer(
		temporal.WithConfig(serverConfig(files, at)),
		temporal.ForServices(temporal.DefaultServices),
		temporal.WithStaticHosts(staticHosts(at)),
		temporal.WithLogger(log),
		temporal.WithDynamicConfigClient(dynamicConfig()),
	)
	if err != nil {
		return err
	}
	if err := server.Start(); err != nil {
		return err
	}
	t.server = server
	return nil
}

// fail notes why the server cannot go on; the first reason is the one that tells.
func (t *temporalServer) fail(err error) {
	if t.stopping.Load() {
		return
	}
	select {
	case t.failed <- err:
	default:
	}
}

// reason is what the server said before it gave up, or else err.
func (t *temporalServer) reason(err error) error {
	select {
	case said := <-t.failed:
		return said
	default:
		return err
	}
}

// stop ends the services, or stops waiting for them and says false.
func (t *temporalServer) stop(within time.Duration) bool {
	if t == nil || t.server == nil {
		return true
	}
	t.stopping.Store(true)
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		_ = t.server.Stop() // it is left whatever it says; nothing acknowledged is in memory alone
	}()
	select {
	case <-stopped:
		return true
	case <-time.After(within):
		return false
	}
}

func serverConfig(files stores, at addresses) *config.Config {
	const state, index = "state", "index"
	service := func(port int) config.Service {
		return config.Service{RPC: config.RPC{GRPCPort: port, BindOnIP: loopback}}
	}
	return &config.Config{
		Persistence: config.Persistence{
			DefaultStore:     state,
			VisibilityStore:  index,
			NumHistoryShards: historyShards,
			DataStores:       map[string]config.DataStore{state: {SQL: files.state}, index: {SQL: files.index}},
		},
		ClusterMetadata: &cluster.Config{
			FailoverVersionIncrement: 10,
			MasterClusterName:        clusterName,
			CurrentClusterName:       clusterName,
			ClusterInformation: map[string]cluster.ClusterInformation{
				clusterName: {Enabled: true, InitialFailoverVersion: 1, RPCAddress: hostPort(at.frontend)},
			},
		},
		DCRedirectionPolicy: config.DCRedirectionPolicy{Policy: "noop"},
		Services: map[string]config.Service{
			string(primitives.FrontendService): service(at.frontend),
			string(primitives.HistoryService):  service(at.history),
			string(primitives.MatchingService): service(at.matching),
			string(primitives.WorkerService):   service(at.worker),
		},
		Archival: config.Archival{
			History:    config.HistoryArchival{State: "disabled"},
			Visibility: config.VisibilityArchival{State: "disabled"},
		},
		NamespaceDefaults: config.NamespaceDefaults{Archival: config.ArchivalNamespaceDefaults{
			History:    config.HistoryArchivalNamespaceDefaults{State: "disabled"},
			Visibility: config.VisibilityArchivalNamespaceDefaults{State: "disabled"},
		}},
		PublicClient: config.PublicClient{HostPort: hostPort(at.frontend)},
	}
}

func staticHosts(at addresses) map[primitives.ServiceName]static.Hosts {
	return map[primitives.ServiceName]static.Hosts{
		primitives.FrontendService: static.SingleLocalHost(hostPort(at.frontend)),
		primitives.HistoryService:  static.SingleLocalHost(hostPort(at.history)),
		primitives.MatchingService: static.SingleLocalHost(hostPort(at.matching)),
		primitives.WorkerService:   static.SingleLocalHost(hostPort(at.worker)),
	}
}
