package embedded

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"github.com/temporalio/ui-server/v2/server/api"
	uiconfig "github.com/temporalio/ui-server/v2/server/config"
	"github.com/temporalio/ui-server/v2/server/cors"
	"github.com/temporalio/ui-server/v2/server/csrf"
	"github.com/temporalio/ui-server/v2/server/headers"
	"github.com/temporalio/ui-server/v2/server/route"
	"github.com/temporalio/ui-server/v2/ui"
)

// webUI is the Temporal UI, serving.
type webUI struct {
	server  *http.Server
	address string
}

// uiConfig leaves a person every way to help a recovery on, and none to end it
// or turn it back without its noticing. It lets the UI call nobody but the
// server beside it.
func uiConfig(frontendPort int, namespace string) *uiconfig.Config {
	return &uiconfig.Config{
		TemporalGRPCAddress: hostPort(frontendPort),
		EnableUI:            true,
		DefaultNamespace:    namespace,
		CORS:                uiconfig.CORS{CookieInsecure: true}, // plain HTTP on loopback

		WorkflowTerminateDisabled: true,
		WorkflowCancelDisabled:    true,
		WorkflowResetDisabled:     true,
		WorkflowPauseDisabled:     true,
		BatchActionsDisabled:      true, // terminates and cancels, many at once

		DisableNewsFetch:   true,
		NotifyOnNewVersion: false,
		HideLogs:           true,
	}
}

// serveUI serves on a listener that is open already. The pages, routes and
// middleware are those of the UI's own server, which itself ends the process
// where it cannot go on and so is not used.
func serveUI(on net.Listener, frontendPort int, o Options) (*webUI, error) {
	handler, err := uiHandler(uiConfig(frontendPort, o.Namespace))
	if err != nil {
		return nil, fmt.Errorf("embedded: start the Temporal UI: %w", err)
	}
	u := &webUI{
		server: &http.Server{
			Handler:           handler,
			ReadHeaderTimeout: 10 * time.Second,
			ErrorLog:          slog.NewLogLogger(o.Logger.Handler(), slog.LevelWarn),
		},
		address: "http://" + on.Addr().String(),
	}
	go func() {
		if err := u.server.Serve(on); !errors.Is(err, http.ErrServerClosed) {
			o.Logger.Error("the Temporal UI stopped", slog.Any("error", err))
		}
	}()
	return u, nil
}

func uiHandler(cfg *uiconfig.Config) (http.Handler, error) {
	provider, err := uiconfig.NewConfigProviderWithRefresh(cfg)
	if err != nil {
		return nil, err
	}
	assets, err := ui.Assets()
	if err != nil {
		return nil, err
	}
	if assets, err = fs.Sub(assets, "local"); err != nil {
		return nil, err
	}
	e := echo.New()
	e.Use(
		middleware.Recover(),
		middleware.Gzip(),
		cors.CORSMiddleware(cors.CORSConfig{
			AllowHeaders: []string{
				echo.HeaderOrigin, echo.HeaderContentType, echo.HeaderAccept, echo.HeaderXCSRFToken,
				echo.HeaderAuthorization, "Caller-Type",
			},
			AllowCredentials: true,
			ConfigProvider:   provider,
		}),
		middleware.Secure(),
		csrf.EnsureTokenCookie(!cfg.CORS.CookieInsecure),
		middleware.CSRFWithConfig(csrf.MiddlewareConfig(provider, !cfg.CORS.CookieInsecure)),
	)
	route.SetHealthRoute(e)
	forward := []api.Middleware{headers.WithForwardHeaders([]string{"Caller-Type"})}
	if err := route.SetAPIRoutes(e, provider, forward); err != nil {
		return nil, err
	}
	if err := route.SetUIRoutes(e, cfg.PublicPath, assets, provider); err != nil {
		return nil, err
	}
	route.SetRenderRoute(e, "/")
	return e, nil
}

// stop ends it at once: a page that is open holds connections for ever.
func (u *webUI) stop() {
	if u != nil {
		u.server.Close()
	}
}
