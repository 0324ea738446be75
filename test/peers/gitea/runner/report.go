package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	runnerv1 "code.gitea.io/actions-proto-go/runner/v1"
	"code.gitea.io/actions-proto-go/runner/v1/runnerv1connect"
	"connectrpc.com/connect"
	"github.com/nektos/act/pkg/model"
	"github.com/sirupsen/logrus"
	"google.golang.org/protobuf/types/known/timestamppb"
)

const (
	betweenReports = 500 * time.Millisecond
	lastReport     = 20 * time.Second
)

// A report is what the forge is told of one job: its log, line by line, and how it ended.
type report struct {
	client runnerv1connect.RunnerServiceClient
	cancel context.CancelFunc
	state  *runnerv1.TaskState

	mutex sync.Mutex
	lines []*runnerv1.LogRow
	sent  int64
}

func newReport(
	client runnerv1connect.RunnerServiceClient, task int64, cancel context.CancelFunc,
) *report {
	state := &runnerv1.TaskState{Id: task, StartedAt: timestamppb.Now()}
	return &report{client: client, cancel: cancel, state: state}
}

// WithJobLogger makes the engine write its log here, line by line, after it has masked secrets.
func (r *report) WithJobLogger() *logrus.Logger {
	logger := logrus.New()
	logger.SetFormatter(plain{})
	logger.SetOutput(r)
	return logger
}

type plain struct{}

func (plain) Format(entry *logrus.Entry) ([]byte, error) { return []byte(entry.Message), nil }

func (r *report) Write(line []byte) (int, error) {
	r.add(string(line))
	return len(line), nil
}

func (r *report) add(text string) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	content := strings.TrimRight(text, "\r\n")
	r.lines = append(r.lines, &runnerv1.LogRow{Time: timestamppb.Now(), Content: content})
}

// keepTelling sends what is new until the function it returns is called.
func (r *report) keepTelling() (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var teller sync.WaitGroup
	teller.Go(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-time.After(betweenReports):
				if err := r.tell(ctx, nil, false); err != nil && ctx.Err() == nil {
					fmt.Fprintln(os.Stderr, "report:", err)
				}
			}
		}
	})
	return func() { cancel(); teller.Wait() }
}

// end sends the rest of the log, the job's outputs and its result.
func (r *report) end(job *model.Job, interrupted error) {
	r.state.StoppedAt = timestamppb.Now()
	r.state.Result = runnerv1.Result_RESULT_FAILURE
	outputs := map[string]string{}
	switch {
	case interrupted != nil:
		r.state.Result = runnerv1.Result_RESULT_CANCELLED
	case job != nil && job.Result == "success":
		r.state.Result = runnerv1.Result_RESULT_SUCCESS
	case job != nil && job.Result == "":
		r.state.Result = runnerv1.Result_RESULT_SKIPPED
	}
	if job != nil {
		outputs = job.Outputs
	}
	ctx, cancel := context.WithTimeout(context.Background(), lastReport)
	defer cancel()
	if err := r.tell(ctx, outputs, true); err != nil {
		fmt.Fprintln(os.Stderr, "report the end:", err)
	}
}

func (r *report) tell(ctx context.Context, outputs map[string]string, isLast bool) error {
	r.mutex.Lock()
	rows := r.lines[r.sent:]
	r.mutex.Unlock()
	log, err := r.client.UpdateLog(ctx, connect.NewRequest(&runnerv1.UpdateLogRequest{
		TaskId: r.state.Id, Index: r.sent, Rows: rows, NoMore: isLast,
	}))
	if err != nil {
		return err
	}
	r.sent = log.Msg.AckIndex
	answer, err := r.client.UpdateTask(ctx, connect.NewRequest(&runnerv1.UpdateTaskRequest{
		State: r.state, Outputs: outputs,
	}))
	if err != nil {
		return err
	}
	if answer.Msg.State.GetResult() == runnerv1.Result_RESULT_CANCELLED {
		r.cancel()
	}
	return nil
}
