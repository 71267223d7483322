using System.Globalization;
using System.Text;

namespace OmeZarr.Cli.Dividing;

/// <summary>Scripts that hand the tasks of a plan to a scheduler.</summary>
/// <param name="plan">The absolute path of the plan.</param>
/// <param name="waves">Its waves.</param>
internal sealed class JobScripts(string plan, IReadOnlyList<ConversionWave> waves)
{
    private IEnumerable<(int Number, int Tasks)> Arrays => waves.Index().Where(wave => wave.Item.Tasks > 0).Select(wave => (wave.Index, wave.Item.Tasks));

    /// <summary>A shell script that submits an array job for each wave, each after the one before it, and the end after the last.</summary>
    internal string Slurm()
    {
        var script = new StringBuilder($"""
            #!/bin/bash
            # Submits the conversion: bash THIS-SCRIPT [options of sbatch, such as --partition=short]
            # Each task needs memory for its chunks (guide "Many machines"); set --cpus-per-task, --mem and --time for your cluster.
            set -e
            plan=$(printf %q {ShellQuote(plan)})
            options=(--parsable --requeue --cpus-per-task=2 --mem=4G "$@")

            """.ReplaceLineEndings("\n"));
        var after = string.Empty;
        foreach (var (number, tasks) in Arrays)
        {
            script.Append(CultureInfo.InvariantCulture, $"job=$(sbatch \"${{options[@]}}\"{after} --job-name=omezarr-{number} --array=0-{tasks - 1} --wrap \"omezarr run $plan --wave {number}\")\n");
            after = " --dependency=afterok:$job";
        }

        script.Append(CultureInfo.InvariantCulture, $"job=$(sbatch \"${{options[@]}}\"{after} --job-name=omezarr-finish --wrap \"omezarr finish $plan\")\n");
        return script.Append("echo \"submitted; the last job is $job\"").ToString();
    }

    /// <summary>Indexed jobs for Kubernetes. It has no dependencies between jobs, so the user applies one after the other.</summary>
    internal string Kubernetes()
    {
        var jobs = Arrays.Select(wave => Job($"omezarr-wave-{wave.Number}", wave.Tasks, ["run", plan, "--wave", wave.Number.ToString(CultureInfo.InvariantCulture)])).Append(Job("omezarr-finish", 1, ["finish", plan]));
        return "# Apply these jobs one after the other: each needs the one before it (kubectl wait --for=condition=complete job/NAME).\n"
            + "# Set the image, the claim of the volume (or credentials of the store) and the resources of your cluster.\n"
            + string.Join("\n---\n", jobs);
    }

    private static string Job(string name, int tasks, string[] arguments) => $"""
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: {name}
        spec:
          completionMode: Indexed
          completions: {tasks}
          parallelism: {Math.Min(tasks, 100)}
          backoffLimitPerIndex: 3
          template:
            spec:
              restartPolicy: Never
              containers:
              - name: omezarr
                image: omezarr:latest
                command: ["omezarr"]
                args: [{string.Join(", ", arguments.Select(YamlQuote))}]
                resources:
                  requests: {"{"}cpu: "2", memory: 4Gi{"}"}
                volumeMounts:
                - {"{"}name: data, mountPath: /data{"}"}
              volumes:
              - name: data
                persistentVolumeClaim: {"{"}claimName: data{"}"}
        """.ReplaceLineEndings("\n");

    private static string YamlQuote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string ShellQuote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
