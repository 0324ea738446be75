// Command runner takes jobs from a Gitea and runs them on this machine, without containers. It is
// what the tests need of Gitea's own runner, which the Go module proxy does not have: the same
// engine and the same protocol, no more.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"

	runnerv1 "code.gitea.io/actions-proto-go/runner/v1"
	"code.gitea.io/actions-proto-go/runner/v1/runnerv1connect"
	"connectrpc.com/connect"
	"github.com/nektos/act/pkg/artifactcache"
)

const (
	version     = "tests"
	betweenAsks = 150 * time.Millisecond
)

// A machine is where jobs run, and the forge they come from.
type machine struct {
	forge     string
	client    runnerv1connect.RunnerServiceClient
	folder    string
	variables map[string]string
}

func main() {
	forge := flag.String("forge", "", "address of the Gitea")
	token := flag.String("token", "", "registration token")
	folder := flag.String("folder", "", "folder for workspaces, actions and caches")
	jobs := flag.Int("jobs", 2, "jobs at once")
	variables := map[string]string{}
	flag.Func("env", "NAME=value for each job", func(given string) error {
		name, value, _ := strings.Cut(given, "=")
		variables[name] = value
		return nil
	})
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	go func() {
		// Whoever started this runner holds the other end: it must not outlive them.
		_, _ = io.Copy(io.Discard, os.Stdin)
		stop()
	}()
	here := machine{forge: *forge, folder: *folder, variables: variables}
	if err := here.serve(ctx, *token, *jobs); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func (m *machine) serve(ctx context.Context, token string, jobs int) error {
	caches, err := artifactcache.StartHandler(m.folder+"/caches", "127.0.0.1", 0, nil)
	if err != nil {
		return fmt.Errorf("start the cache server: %w", err)
	}
	defer caches.Close()
	m.variables["ACTIONS_CACHE_URL"] = caches.ExternalURL() + "/"
	if err := m.register(ctx, token); err != nil {
		return fmt.Errorf("register at %s: %w", m.forge, err)
	}
	fmt.Println("registered")
	var workers sync.WaitGroup
	for range jobs {
		workers.Go(func() { m.work(ctx) })
	}
	workers.Wait()
	return nil
}

func (m *machine) register(ctx context.Context, token string) error {
	headers := map[string]string{}
	identify := connect.UnaryInterceptorFunc(func(next connect.UnaryFunc) connect.UnaryFunc {
		return func(ctx context.Context, request connect.AnyRequest) (connect.AnyResponse, error) {
			for name, value := range headers {
				request.Header().Set(name, value)
			}
			return next(ctx, request)
		}
	})
	m.client = runnerv1connect.NewRunnerServiceClient(
		http.DefaultClient, m.forge+"/api/actions", connect.WithInterceptors(identify))
	labels := []string{"ubuntu-latest"}
	answer, err := m.client.Register(ctx, connect.NewRequest(&runnerv1.RegisterRequest{
		Name: "test", Token: token, Version: version, Labels: labels,
	}))
	if err != nil {
		return err
	}
	headers["x-runner-uuid"] = answer.Msg.Runner.Uuid
	headers["x-runner-token"] = answer.Msg.Runner.Token
	_, err = m.client.Declare(ctx, connect.NewRequest(&runnerv1.DeclareRequest{
		Version: version, Labels: labels,
	}))
	return err
}

// work runs one job after the other until the context ends.
func (m *machine) work(ctx context.Context) {
	for ctx.Err() == nil {
		answer, err := m.client.FetchTask(ctx, connect.NewRequest(&runnerv1.FetchTaskRequest{}))
		if err == nil && answer.Msg.Task != nil {
			m.run(ctx, answer.Msg.Task)
			continue
		}
		if err != nil && ctx.Err() == nil {
			fmt.Fprintln(os.Stderr, "ask for a job:", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(betweenAsks):
		}
	}
}
