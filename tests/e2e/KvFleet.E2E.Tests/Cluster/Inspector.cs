using System.Globalization;

namespace KvFleet.E2E.Tests.Cluster;

/// <summary>A privileged pod per node that reads what the kernel says. The product has no such pod.</summary>
internal static class Inspector
{
    private const string Name = "kvfleet-e2e-inspector";

    public static async Task DeployAsync()
    {
        await Kubectl.ApplyAsync($$"""
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: { name: {{Name}}, namespace: {{Settings.SystemNamespace}} }
            spec:
              selector: { matchLabels: { app: {{Name}} } }
              template:
                metadata: { labels: { app: {{Name}} } }
                spec:
                  hostPID: true
                  terminationGracePeriodSeconds: 0
                  tolerations: [{ operator: Exists }]
                  containers:
                    - name: tools
                      image: {{Settings.ToolsImage}}
                      command: [/bin/sh, -c, "sleep 100000"]
                      securityContext: { privileged: true, runAsUser: 0 }
                      volumeMounts:
                        - { name: proc, mountPath: /host/proc, readOnly: true }
                        - { name: cgroup, mountPath: /host/cgroup, readOnly: true }
                  volumes:
                    - { name: proc, hostPath: { path: /proc } }
                    - { name: cgroup, hostPath: { path: /sys/fs/cgroup } }
            """);
        await Kubectl.RunAsync("rollout", "status", "-n", Settings.SystemNamespace, $"daemonset/{Name}", "--timeout=90s");
    }

    public static async Task RemoveAsync() => await Kubectl.TryRunAsync(null, "delete", "daemonset", "-n", Settings.SystemNamespace, Name, "--ignore-not-found");

    /// <summary>Runs a shell script on a node.</summary>
    public static async Task<string> RunAsync(string node, string script)
    {
        var pods = await Kubectl.ListAsync("pods", "-n", Settings.SystemNamespace, "-l", $"app={Name}", "--field-selector", $"spec.nodeName={node}");
        return await Kubectl.ExecAsync(Settings.SystemNamespace, pods.Single()["metadata"]!["name"]!.GetValue<string>(), "/bin/sh", "-c", script);
    }

    /// <summary>Memory that the cgroup of a pod is charged with, in bytes (cgroup v1 or v2).</summary>
    public static async Task<long> MemoryOfPodAsync(string node, string podUid)
    {
        var systemd = podUid.Replace('-', '_');
        var output = await RunAsync(node, $"""
            for d in $(find /host/cgroup -type d \( -name 'pod{podUid}' -o -name '*pod{systemd}.slice' \)); do
              cat $d/memory.usage_in_bytes $d/memory.current 2>/dev/null
            done | head -n 1
            """);
        return long.Parse(output.Trim(), CultureInfo.InvariantCulture);
    }

    /// <summary>Locked bytes of all processes of a pod (<c>VmLck</c>).</summary>
    public static async Task<long> LockedByPodAsync(string node, string podUid) => 1024 * (await StatusLinesAsync(node, podUid, "VmLck")).Sum(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture));

    /// <summary>Effective capabilities of each process of a pod, as (command, hexadecimal mask).</summary>
    public static async Task<IReadOnlyList<(string Command, string Capabilities)>> CapabilitiesAsync(string node, string podUid)
    {
        var names = await StatusLinesAsync(node, podUid, "Name");
        var masks = await StatusLinesAsync(node, podUid, "CapEff");
        return [.. names.Zip(masks)];
    }

    /// <summary>Kills the processes of a pod that have a name, as a crash would.</summary>
    public static async Task KillAsync(string node, string podUid, string command)
    {
        var systemd = podUid.Replace('-', '_');
        await RunAsync(node, $$"""
            for p in /host/proc/[0-9]*; do
              grep -qE 'pod({{podUid}}|{{systemd}})' $p/cgroup 2>/dev/null && grep -q '^{{command}}' $p/comm 2>/dev/null && kill -9 ${p##*/}
            done; true
            """);
    }

    private static async Task<string[]> StatusLinesAsync(string node, string podUid, string field)
    {
        var systemd = podUid.Replace('-', '_');
        var output = await RunAsync(node, $$"""
            for p in /host/proc/[0-9]*; do
              grep -qE 'pod({{podUid}}|{{systemd}})' $p/cgroup 2>/dev/null && sed -n 's/^{{field}}:[[:space:]]*//p' $p/status 2>/dev/null
            done; true
            """);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
