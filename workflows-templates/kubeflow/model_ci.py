"""A model change, reviewed like a code change, as a pipeline of Kubeflow.

Compile it beside the six component files: `python model_ci.py` writes model-ci.yaml. The volume
`workspace` holds a checkout of the repository. Needs kfp and kfp-kubernetes.
"""

from pathlib import Path

from kfp import compiler, components, dsl, kubernetes

here = Path(__file__).parent


def load(step: str):
    return components.load_component_from_file(str(here / f"{step}.yaml"))


validate = load("data-validate")
train = load("train-on-gpu-runner")
gate = load("evaluate-gate")
register = load("register-model")


def in_workspace(task: dsl.PipelineTask, volume: str) -> dsl.PipelineTask:
    kubernetes.mount_pvc(task, pvc_name=volume, mount_path="/workspace/source")
    # The verdict depends on files in the volume, which a cache of inputs cannot see.
    task.set_caching_options(False)
    return task


@dsl.pipeline(name="mlops-model-ci")
def model_ci(workspace: str = "workspace"):
    checked = in_workspace(validate(), workspace)
    trained = in_workspace(train(), workspace).after(checked)
    judged = in_workspace(gate(challenger=".mlops/predictions.csv"), workspace).after(trained)
    with dsl.If(judged.outputs["promote"] == "true"):
        in_workspace(register(), workspace)


if __name__ == "__main__":
    compiler.Compiler().compile(model_ci, str(here / "model-ci.yaml"))
