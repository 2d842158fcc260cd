namespace KvFleet.E2E.Tests.Cluster;

/// <summary>A pod with the pool's volume, in which the stand-in engine runs.</summary>
internal sealed class Engine(string @namespace, string name)
{
    public string Name => name;

    /// <summary>Starts the pod on a node and waits until it runs.</summary>
    /// <param name="pool">Name of the pool.</param>
    /// <param name="node">Name of the node.</param>
    /// <param name="owner">Namespace of the pool; null for the pod's own.</param>
    public async Task StartAsync(string pool, string node, string? owner = null)
    {
        await ApplyAsync(pool, node, "", owner is null ? "" : $", \"kvfleet.io/pool-namespace\": {owner}");
        await Kubectl.RunAsync("wait", "-n", @namespace, "--for=condition=Ready", $"pod/{name}", "--timeout=90s");
    }

    /// <summary>Starts a pod that needs the pool's shared filesystem.</summary>
    public async Task StartSharedAsync(string pool, string node, bool wait = true)
    {
        await ApplyAsync(pool, node, ", mountPropagation: HostToContainer", ", \"kvfleet.io/shared-filesystem\": Required");
        if (wait)
            await Kubectl.RunAsync("wait", "-n", @namespace, "--for=condition=Ready", $"pod/{name}", "--timeout=180s");
    }

    private Task ApplyAsync(string pool, string node, string mount, string attributes) => Kubectl.ApplyAsync($$"""
            apiVersion: v1
            kind: Pod
            metadata: { name: {{name}}, namespace: {{@namespace}}, labels: { app: engine } }
            spec:
              nodeName: {{node}}
              terminationGracePeriodSeconds: 0
              automountServiceAccountToken: false
              securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: RuntimeDefault } }
              containers:
                - name: engine
                  image: {{Settings.ToolsImage}}
                  command: [/bin/sh, -c, "sleep 100000"]
                  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
                  volumeMounts: [{ name: kvfleet, mountPath: /kvfleet{{mount}} }]
              volumes:
                - name: kvfleet
                  csi: { driver: kvfleet.io, volumeAttributes: { "kvfleet.io/pool": {{pool}}{{attributes}} } }
            """);

    /// <summary>Runs the engine once and returns what it printed, whatever its exit code.</summary>
    public Task<string> RunAsync(params string[] arguments) => RunProgramAsync(["/engine", .. arguments]);

    /// <summary>Runs any program of the tools image and returns what it printed, whatever its exit code.</summary>
    public async Task<string> RunProgramAsync(params string[] command)
    {
        var (_, output, error) = await Kubectl.TryRunAsync(null, ["exec", "-n", @namespace, name, "--", .. command]);
        return output + error;
    }

    /// <summary>Puts rows into the store, or checks or uses them: what the store tool printed.</summary>
    public Task<string> RunStoreToolAsync(params string[] arguments) => RunProgramAsync(["/usr/local/bin/kvfleet-store-tool", .. arguments]);

    /// <summary>Starts the engine in the background of the pod; its output goes to /tmp/NAME.log in the pod.</summary>
    public async Task StartInBackgroundAsync(string log, params string[] arguments) =>
        await Kubectl.ExecAsync(@namespace, name, "/bin/sh", "-c", $"/engine {string.Join(' ', arguments)} > /dev/shm/{log}.log 2>&1 &");

    /// <summary>What a background engine has printed.</summary>
    public async Task<string> LogAsync(string log) => await Kubectl.ExecAsync(@namespace, name, "/bin/cat", $"/dev/shm/{log}.log");

    /// <summary>A file of the volume.</summary>
    public async Task<string> ReadAsync(string path) => await Kubectl.ExecAsync(@namespace, name, "/bin/cat", path);

    /// <summary>Ends the pod at once.</summary>
    public async Task KillAsync() => await Kubectl.RunAsync("delete", "pod", "-n", @namespace, name, "--grace-period=0", "--force");

    /// <summary>Bytes that the engine says it has mapped, written or verified (the word is <c>MAPPED</c>, <c>WROTE</c> or <c>VERIFIED</c>); 0 when it does not say so.</summary>
    public static long Bytes(string output, string word) =>
        output.Split('\n').Select(line => line.Split(' ')).FirstOrDefault(parts => parts[0] == word && parts.Length > 1) is { } found ? long.Parse(found[1], System.Globalization.CultureInfo.InvariantCulture) : 0;

    /// <summary>Whether a figure is a holder's bytes as engines see them: all but its index, less than one percent.</summary>
    public static bool IsAllOf(long bytes, string quantity) => bytes <= Pool.Parse(quantity) && bytes >= Pool.Parse(quantity) / 100 * 99;
}
