namespace KvFleet.E2E.Tests;

/// <summary>A pool with a slice of the node's disk. The operator is told of a directory on the nodes for as long as these tests run.</summary>
public sealed class LocalDiskTests : ClusterTests, IAsyncLifetime
{
    // Every node of the local cluster has this for itself. It is on the kubelet's filesystem there.
    private const string Directory = "/var/lib/kvfleet/disk";

    private static readonly string[] Vendors = ["nvidia.com/gpu", "amd.com/gpu", "amd-gpu", "intel.com", "habana.ai"];

    public async ValueTask InitializeAsync()
    {
        if (Settings.Kubeconfig is not null)
            await SetDiskAsync(Directory, allow: false);
    }

    public async ValueTask DisposeAsync()
    {
        if (Settings.Kubeconfig is not null)
            await SetDiskAsync("", allow: false);
    }

    [Fact]
    public async Task A_directory_on_the_kubelets_filesystem_is_refused_on_pool_and_node_and_memory_is_ready_all_the_same()
    {
        await using var space = await TestNamespace.CreateAsync("kubelet");
        var (pool, node) = (new Pool(space.Name, "llama"), (await NodesAsync())[0]);
        await pool.ApplyAsync("256Mi", Spec(node));

        await pool.WaitForResidentAsync("256Mi");
        var refused = await pool.WaitForConditionAsync("LocalDiskReady", "False", "LocalDiskRefused");

        Pool.Text(Pool.Condition(refused, "LocalDiskReady")!["message"]).ShouldContain("same filesystem");
        await Wait.ForAsync(
            "the node says so", () => Kubectl.GetAsync("kvcachenode", node), static found => Pool.Text(Pool.Condition(found, "LocalDiskReady")?["reason"]) == "Refused");
    }

    [Fact]
    public async Task Values_on_disk_come_back_after_agent_and_memory_are_gone_and_go_with_the_pool()
    {
        // With an accelerator it would be the disk's speed against the accelerator's that decides whether there is a tier at all.
        var node = await NodeWithoutAcceleratorAsync();
        Assert.SkipWhen(node is null, "every node has accelerators");
        await using var space = await TestNamespace.CreateAsync("disk");
        var pool = new Pool(space.Name, "llama");
        await GiveAsync(space.Name, node);
        await SetDiskAsync(Directory, allow: true);
        await pool.ApplyAsync("256Mi", Spec(node));
        await pool.WaitForResidentAsync("256Mi");
        await pool.WaitForConditionAsync("LocalDiskReady", "True");
        var engine = new Engine(space.Name, "engine");
        await engine.StartAsync(pool.Name, node);
        for (var key = 0; key < 20; key++)
            (await CliAsync(engine, "set", $"key-{key}", $"value-{key}")).ShouldBe("OK");
        await Wait.ForAsync("all of them are on disk", pool.GetAsync, static found => Pool.Text(found?["status"]?["localDisk"]?["values"]) == "20", 180);

        var holder = (await pool.HoldersAsync()).ShouldHaveSingleItem()["metadata"]!["name"]!.GetValue<string>();
        await Kubectl.RunAsync("delete", "pod", "-n", Settings.SystemNamespace, "-l", "app.kubernetes.io/component=agent", "--field-selector", $"spec.nodeName={node}");
        await Kubectl.RunAsync("delete", "pod", "-n", space.Name, holder);
        await Installation.WaitForAgentsAsync();
        await Wait.ForAsync("another holder", pool.HoldersAsync, holders => holders.Count == 1 && holders[0]["metadata"]!["name"]!.GetValue<string>() is { Length: > 0 });
        await pool.WaitForResidentAsync("256Mi", 240);

        // The first question is a miss that brings the value back.
        for (var key = 0; key < 20; key++)
            await Wait.ForAsync($"key-{key} is back", () => CliAsync(engine, "get", $"key-{key}"), answer => answer == $"value-{key}");

        await engine.KillAsync();
        var uid = (await pool.GetAsync())!["metadata"]!["uid"]!.GetValue<string>();
        await Kubectl.RunAsync("delete", "kvcachepool", "-n", space.Name, pool.Name, "--timeout=120s");
        await Wait.ForAsync("its files are gone", () => ListAsync(space.Name, node), files => !files.Contains(uid, StringComparison.Ordinal));
    }

    private static async Task<string?> NodeWithoutAcceleratorAsync() =>
        (await Kubectl.ListAsync("nodes")).Where(static node => node["spec"]?["unschedulable"] is null && !node["metadata"]!["labels"]!.AsObject().Any(static label => Vendors.Any(label.Key.Contains)))
            .Select(static node => node["metadata"]!["name"]!.GetValue<string>()).Order(StringComparer.Ordinal).FirstOrDefault();

    private static string Spec(string node) => $"nodeSelector: {{ kubernetes.io/hostname: {node} }}\nlocalDisk: {{ capacity: 256Mi, sightingsToAdmit: 1 }}";

    private static async Task<string> CliAsync(Engine engine, params string[] words) =>
        (await engine.RunProgramAsync(["/usr/local/bin/redis-cli", "-s", "/kvfleet/resp.sock", .. words])).Trim();

    private static async Task SetDiskAsync(string directory, bool allow)
    {
        await Kubectl.RunAsync(
            "set", "env", "-n", Settings.SystemNamespace, "deployment/kvfleet-operator", $"KVFLEET_AGENT__DISK__DIRECTORY={directory}", $"KVFLEET_AGENT__DISK__ALLOWKUBELETFILESYSTEM={(allow ? "true" : "false")}");
        await Wait.ForAsync(
            $"the agents are told of '{directory}'",
            () => Kubectl.GetAsync("daemonset", "-n", Settings.SystemNamespace, "kvfleet-agent"),
            agents => Environment(agents, "KVFLEET_DISK_DIRECTORY") == directory && (directory.Length == 0 || Environment(agents, "KVFLEET_ALLOW_KUBELET_FILESYSTEM") == (allow ? "true" : "false"))
                && agents?["status"]?["observedGeneration"]?.ToJsonString() == agents?["metadata"]?["generation"]?.ToJsonString());
        await Installation.WaitForAgentsAsync();
    }

    private static string Environment(System.Text.Json.Nodes.JsonNode? agents, string name) =>
        Pool.Text(agents?["spec"]?["template"]?["spec"]?["containers"]?[0]?["env"]?.AsArray().FirstOrDefault(entry => Pool.Text(entry!["name"]) == name)?["value"]);

    /// <summary>The platform engineer's part: the directory belongs to the agent's user.</summary>
    private static Task<string> GiveAsync(string space, string node) => OnNodeAsync(space, node, "give", "chown 65532:65532 /disk");

    private static Task<string> ListAsync(string space, string node) => OnNodeAsync(space, node, $"list-{Guid.NewGuid():N}", "ls /disk");

    private static async Task<string> OnNodeAsync(string space, string node, string name, string script)
    {
        await Kubectl.ApplyAsync($$"""
            apiVersion: v1
            kind: Pod
            metadata: { name: {{name}}, namespace: {{space}}, labels: { app: engine } }
            spec:
              nodeName: {{node}}
              restartPolicy: Never
              containers:
                - name: script
                  image: {{Settings.ToolsImage}}
                  command: [/bin/sh, -c, "{{script}}"]
                  securityContext: { runAsUser: 0 }
                  volumeMounts: [{ name: disk, mountPath: /disk }]
              volumes:
                - { name: disk, hostPath: { path: {{Directory}}, type: DirectoryOrCreate } }
            """);
        await Wait.ForAsync($"{name} has ended", () => Kubectl.GetAsync("pod", "-n", space, name), static pod => Pool.Text(pod?["status"]?["phase"]) == "Succeeded");
        return await Kubectl.RunAsync("logs", "-n", space, name);
    }
}
