// Loads the shared library as Jenkins does (a global variable a file) with recorded built-in steps,
// and prints what one step asked of them.
import groovy.json.JsonOutput

File vars = new File(args[0])
String step = args[1]
Map asked = [:]

Script loaded(File file, Map builtIn) {
  Script script = new GroovyShell().parse(file)
  script.metaClass.methodMissing = { String name, arguments ->
    Closure found = builtIn[name]
    if (found == null) throw new MissingMethodException(name, script.class, arguments as Object[])
    found(*arguments)
  }
  return script
}

Map builtIn = [:]
builtIn.sh = { Map given -> asked.script = given.script }
builtIn.withEnv = { List env, Closure body -> asked.env = env; body() }
builtIn.archiveArtifacts = { Map given -> asked.artifacts = given.artifacts }
builtIn.junit = { Map given -> asked.junit = given.testResults }
builtIn.readFile = { String path -> new File(path).text }
builtIn.error = { String message -> throw new IllegalArgumentException(message) }
Script shared = loaded(new File(vars, 'mlopsStep.groovy'), builtIn)
builtIn.mlopsStep = { Object... given -> shared.call(*given) }

String name = 'mlops' + step.split('-').collect { it.capitalize() }.join('')
Script library = loaded(new File(vars, "${name}.groovy"), builtIn)
asked.outputs = library.call(['config': 'a; touch hacked'])
try {
  library.call(['cofnig': 'x'])
} catch (IllegalArgumentException problem) {
  asked.unknown = problem.message
}
println JsonOutput.toJson(asked)
