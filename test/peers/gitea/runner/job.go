package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	runnerv1 "code.gitea.io/actions-proto-go/runner/v1"
	"github.com/nektos/act/pkg/model"
	"github.com/nektos/act/pkg/runner"
	"github.com/sirupsen/logrus"
)

const longestJob = 10 * time.Minute

// run runs one job in a fresh folder and tells the forge how it went.
func (m *machine) run(ctx context.Context, task *runnerv1.Task) {
	ctx, cancel := context.WithTimeout(ctx, longestJob)
	defer cancel()
	told := newReport(m.client, task.Id, cancel)
	stopTelling := told.keepTelling()
	job, err := m.execute(runner.WithJobLoggerFactory(ctx, told), task)
	if err != nil {
		told.add("The runner: " + err.Error())
	}
	stopTelling()
	told.end(job, ctx.Err())
	fmt.Printf("task %d: %s\n", task.Id, told.state.Result)
}

func (m *machine) execute(ctx context.Context, task *runnerv1.Task) (*model.Job, error) {
	workflow, id, err := workflowOf(task)
	if err != nil {
		return nil, err
	}
	plan, err := model.CombineWorkflowPlanner(workflow).PlanJob(id)
	if err != nil {
		return nil, err
	}
	config, err := m.configOf(task)
	if err != nil {
		return nil, err
	}
	engine, err := runner.New(config)
	if err != nil {
		return nil, err
	}
	return workflow.GetJob(id), engine.NewPlanExecutor(plan)(ctx)
}

// workflowOf reads the workflow, of which the forge sends the one job to run. The jobs it needs
// have ended elsewhere; what they left is put where the engine looks for it.
func workflowOf(task *runnerv1.Task) (*model.Workflow, string, error) {
	workflow, err := model.ReadWorkflow(bytes.NewReader(task.WorkflowPayload))
	if err != nil {
		return nil, "", err
	}
	ids := workflow.GetJobIDs()
	if len(ids) != 1 {
		return nil, "", fmt.Errorf("the workflow has %d jobs instead of one", len(ids))
	}
	needs := slices.Sorted(maps.Keys(task.Needs))
	if err := workflow.Jobs[ids[0]].RawNeeds.Encode(needs); err != nil {
		return nil, "", err
	}
	for name, need := range task.Needs {
		result := strings.ToLower(strings.TrimPrefix(need.Result.String(), "RESULT_"))
		workflow.Jobs[name] = &model.Job{Outputs: need.Outputs, Result: result}
	}
	return workflow, ids[0], nil
}

func (m *machine) configOf(task *runnerv1.Task) (*runner.Config, error) {
	// The forge's names are those of the `github` context.
	text, err := task.Context.MarshalJSON()
	if err != nil {
		return nil, err
	}
	var github model.GithubContext
	if err := json.Unmarshal(text, &github); err != nil {
		return nil, fmt.Errorf("read the job's context: %w", err)
	}
	event, err := json.Marshal(github.Event)
	if err != nil {
		return nil, err
	}
	github.Token = task.Secrets["GITHUB_TOKEN"]
	value := func(name string) string { return task.Context.Fields[name].GetStringValue() }
	variables := map[string]string{
		"GITEA_ACTIONS":         "true",
		"ACTIONS_RUNTIME_URL":   m.forge + "/api/actions_pipeline/",
		"ACTIONS_RESULTS_URL":   m.forge,
		"ACTIONS_RUNTIME_TOKEN": value("gitea_runtime_token"),
	}
	maps.Copy(variables, m.variables)
	level := logrus.InfoLevel
	return &runner.Config{
		Workdir:               filepath.Join(m.folder, "workspace"),
		ActionCacheDir:        filepath.Join(m.folder, "actions"),
		ActionOfflineMode:     true, // One clone of an action is enough: tags do not move here.
		LogOutput:             true,
		JobLoggerLevel:        &level,
		Env:                   variables,
		Secrets:               task.Secrets,
		Vars:                  task.Vars,
		GitHubInstance:        m.forge,
		DefaultActionInstance: value("gitea_default_actions_url"),
		PresetGitHubContext:   &github,
		EventName:             github.EventName,
		EventJSON:             string(event),
		NoSkipCheckout:        true,
		AutoRemove:            true,
		ContainerNamePrefix:   fmt.Sprintf("job-%d", task.Id),
		PlatformPicker:        func([]string) string { return "-self-hosted" },
	}, nil
}
