import groovy.json.JsonSlurperClassic

/**
 * Runs one step of mlops-actions: what the six generated steps of this library share. Node 24 and
 * git are on the agent's PATH.
 *
 * @param step the step's name.
 * @param command the shell line that runs it, without any value of a user's.
 * @param variables the variable each input is read from, by the input's name.
 * @param inputs what the pipeline gives; a name the step does not know is an error.
 * @return the step's outputs, by name.
 */
Map call(String step, String command, Map variables, Map inputs) {
  List unknown = inputs.keySet().findAll { !variables.containsKey(it) }.toList()
  if (unknown) {
    error("${step} has no input ${unknown.join(', ')}. It has: ${variables.keySet().join(', ')}.")
  }
  List env = inputs.collect { name, value ->
    String text = value instanceof List ? value.join('\n') : String.valueOf(value)
    "${variables[name]}=${text}".toString()
  }
  String directory = inputs['working-directory'] ?: '.'
  // Ant's patterns, which artifacts are named by, know no leading dot.
  String prefix = directory == '.' ? '' : "${directory}/"
  String reports = "${prefix}${inputs['report-dir'] ?: '.mlops'}"
  try {
    withEnv(env) {
      sh(label: step, script: command)
    }
  } finally {
    archiveArtifacts(artifacts: "${reports}/**", allowEmptyArchive: true)
    junit(testResults: "${reports}/junit/${step}.xml", allowEmptyResults: true)
  }
  return new JsonSlurperClassic().parseText(readFile("${reports}/outputs/${step}.json")) as Map
}
