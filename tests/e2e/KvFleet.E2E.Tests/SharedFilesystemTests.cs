using System.Text.Json.Nodes;

namespace KvFleet.E2E.Tests;

/// <summary>A pool on GlusterFS, mounted on two nodes by pods of its own.</summary>
public sealed class SharedFilesystemTests : ClusterTests
{
    private const string Selector = "kvfleet.io/e2e-shared";

    [Fact]
    public async Task Restricted_pods_of_two_nodes_share_files_through_a_server_that_goes_and_comes_and_strangers_are_told_why_not()
    {
        var nodes = await NodesAsync();
        var (first, second) = (nodes[0], nodes[^1]);
        await using var space = await TestNamespace.CreateAsync("shared");
        await using var stranger = await TestNamespace.CreateAsync("stranger");
        await using var gluster = await GlusterServer.StartAsync(nodes[1]);
        await using var alike = await LikeNodes.MakeAsync(first, second, Selector);
        await using var filesystem = await Filesystem.ApplyAsync($"e2e-{space.Name[^6..]}", gluster.Source, space.Name);
        var pool = new Pool(space.Name, "llama");
        await pool.ApplyAsync("256Mi", Spec(filesystem.Name));

        var ready = await pool.WaitForConditionAsync("SharedFilesystemReady", "True");
        Pool.Text(ready!["status"]!["sharedFilesystem"]!["readyNodes"]).ShouldBe("2");
        await alike.WaitForOneClassAsync();

        // A pod on one node writes, a pod on the other reads.
        var (writer, reader) = (new Engine(space.Name, "writer"), new Engine(space.Name, "reader"));
        await writer.StartSharedAsync(pool.Name, first);
        await reader.StartSharedAsync(pool.Name, second);
        await writer.RunProgramAsync("/bin/sh", "-c", "echo hello >/kvfleet/shared/a.tmp && mv /kvfleet/shared/a.tmp /kvfleet/shared/a");
        await ReadsAsync(reader, "a", "hello");
        (await reader.RunProgramAsync("/bin/sh", "-c", "grep ' /kvfleet/shared ' /proc/self/mountinfo")).ShouldContain("nosuid,nodev,noexec");

        // The server goes and comes back; the pods stay.
        await gluster.StopAsync();
        await pool.WaitForConditionAsync("SharedFilesystemReady", "False", "MountProblem");
        await gluster.RestartAsync();
        await ReadsAsync(reader, "a", "hello");

        // The process of the filesystem on one node dies with its pod; another one mounts, and the running pod sees that.
        await Kubectl.RunAsync("delete", "pod", "-n", Settings.SystemNamespace, "-l", "app.kubernetes.io/component=mount", "--field-selector", $"spec.nodeName={second}", "--grace-period=1");
        await Wait.ForAsync("another pod mounts", () => MountsAsync(second), static pods => pods.Count == 1 && pods[0]["metadata"]!["deletionTimestamp"] is null, 120);
        await ReadsAsync(reader, "a", "hello");
        await writer.RunProgramAsync("/bin/sh", "-c", "echo again >/kvfleet/shared/b");
        await ReadsAsync(reader, "b", "again");
        await pool.WaitForConditionAsync("SharedFilesystemReady", "True");
        foreach (var engine in (Engine[])[writer, reader])
            Pool.Text((await Kubectl.GetAsync("pod", "-n", space.Name, engine.Name))!["status"]!["containerStatuses"]![0]!["restartCount"]).ShouldBe("0");

        // Agents come and go without touching what is mounted.
        await Kubectl.RunAsync("delete", "pod", "-n", Settings.SystemNamespace, "-l", "app.kubernetes.io/component=agent", "--field-selector", $"spec.nodeName={second}");
        await Installation.WaitForAgentsAsync();
        (await reader.RunProgramAsync("/bin/cat", "/kvfleet/shared/a")).Trim().ShouldBe("hello");

        // Somebody whom the admin did not name.
        var other = new Pool(stranger.Name, "llama");
        await other.ApplyAsync("256Mi", Spec(filesystem.Name));
        await other.WaitForConditionAsync("SharedFilesystemReady", "False", "NamespaceNotAllowed");
        var refused = new Engine(stranger.Name, "refused");
        await refused.StartSharedAsync(other.Name, first, wait: false);
        await Wait.ForAsync("the pod says why", () => Kubectl.RunAsync("describe", "pod", "-n", stranger.Name, refused.Name), static text => text.Contains("FailedMount", StringComparison.Ordinal) && text.Contains("NamespaceNotAllowed", StringComparison.Ordinal), 120);

        var described = await Kubectl.RunAsync("describe", "kvcachefilesystem", filesystem.Name);
        described.ShouldContain($"kvfleet/{space.Name}/llama");
        (await Kubectl.RunAsync("describe", "kvcachepool", "-n", space.Name, pool.Name)).ShouldContain("Shared Filesystem");

        // A pod that is deleted by force leaves nothing mounted.
        var uid = Pool.Text((await Kubectl.GetAsync("pod", "-n", space.Name, reader.Name))!["metadata"]!["uid"]);
        await reader.KillAsync();
        await Wait.ForAsync("its mounts are gone", () => Inspector.RunAsync(second, $"cat /host/proc/*/mountinfo 2>/dev/null | grep -c 'pods/{uid}/volumes/kubernetes.io~csi' || true"), static count => count.Trim() == "0", 120);
    }

    [Fact]
    public async Task A_pool_is_kept_within_its_quota_longest_unused_first_also_when_agents_end_in_the_middle()
    {
        const int Files = 60;
        var nodes = await NodesAsync();
        await using var space = await TestNamespace.CreateAsync("sweep");
        await using var gluster = await GlusterServer.StartAsync(nodes[1]);
        await using var alike = await LikeNodes.MakeAsync(nodes[0], nodes[^1], Selector);
        // Times are set by hand here, which no reading would have done.
        await using var filesystem = await Filesystem.ApplyAsync($"e2e-{space.Name[^6..]}", gluster.Source, space.Name, "accessTimes: Filesystem");
        var pool = new Pool(space.Name, "llama");
        await pool.ApplyAsync("256Mi", Spec(filesystem.Name));
        await pool.WaitForConditionAsync("SharedFilesystemReady", "True");
        var engine = new Engine(space.Name, "engine");
        await engine.StartSharedAsync(pool.Name, nodes[0]);

        // 120 MiB where 64 MiB may be, as vLLM's own tier names them: the higher the number, the later used. And a file that is no block, older than all.
        (await engine.RunProgramAsync("/bin/sh", "-c", $$"""
            cd /kvfleet/shared && mkdir -p m_1_r0/000/00_g0 && echo mine >notes && touch -d @1500000000 notes && now=$(date +%s) && i=100
            while [ $i -lt {{100 + Files}} ]; do
              f=m_1_r0/000/00_g0/0000000000000$i.bin && dd if=/dev/zero of=$f bs=1048576 count=2 2>/dev/null && touch -d @$((now - 100000 + i * 10)) $f || exit 1; i=$((i + 1))
            done; echo written
            """)).Trim().ShouldEndWith("written");
        await Kubectl.RunAsync("delete", "pod", "-n", Settings.SystemNamespace, "-l", "app.kubernetes.io/component=agent", "--grace-period=0", "--force");

        var left = await Wait.ForAsync("within the quota", () => LeftAsync(engine), static names => names.Count is > 0 and <= 32, 240);
        await Installation.WaitForAgentsAsync();
        left = await LeftAsync(engine);

        left.ShouldBe(Enumerable.Range(100 + Files - left.Count, left.Count), "what is left was used last");
        left.Count.ShouldBeGreaterThan(16, "no more than had to go");
        (await engine.RunProgramAsync("/bin/cat", "/kvfleet/shared/notes")).Trim().ShouldBe("mine");
        await Wait.ForAsync("usage is shown", pool.GetAsync, static seen => Pool.Text(seen?["status"]?["sharedFilesystem"]?["used"]) is { Length: > 0 } used && Pool.Parse(used) <= 64 << 20 && Pool.Parse(used) >= 32 << 20, 180);
    }

    private static async Task<IReadOnlyList<int>> LeftAsync(Engine engine) =>
        [.. (await engine.RunProgramAsync("/bin/sh", "-c", "cd /kvfleet/shared/m_1_r0/000/00_g0 && ls"))
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(static name => name.EndsWith(".bin", StringComparison.Ordinal))
            .Select(static name => int.Parse(name.AsSpan(13, 3), System.Globalization.CultureInfo.InvariantCulture)).Order()];

    private static string Spec(string filesystem) => $"nodeSelector: {{ {Selector}: \"true\" }}\nsharedFilesystem: {{ className: {filesystem}, quota: 64Mi, minAge: 0s }}";

    private static Task<string> ReadsAsync(Engine engine, string file, string content) => Wait.ForAsync(
        $"{engine.Name} reads {file}", () => engine.RunProgramAsync("/bin/timeout", "10", "/bin/cat", $"/kvfleet/shared/{file}"), text => text.Trim() == content, 180);

    private static Task<IReadOnlyList<JsonNode>> MountsAsync(string node) =>
        Kubectl.ListAsync("pods", "-n", Settings.SystemNamespace, "-l", "app.kubernetes.io/component=mount", "--field-selector", $"spec.nodeName={node},status.phase=Running");
}
