namespace KvFleet.E2E.Tests.Cluster;

/// <summary>A GlusterFS server in a pod of the system's namespace, on its node's own address: a real distributed filesystem that can be stopped and started.</summary>
internal sealed class GlusterServer : IAsyncDisposable
{
    private const string Name = "kvfleet-e2e-gluster";
    private const string Brick = "/var/lib/kvfleet/e2e-gluster";

    private GlusterServer(string source) => Source = source;

    /// <summary>Server and volume, as mount(8) takes them.</summary>
    public string Source { get; }

    public static async Task<GlusterServer> StartAsync(string node)
    {
        await Kubectl.ApplyAsync($$"""
            apiVersion: v1
            kind: Pod
            metadata: { name: {{Name}}, namespace: {{Settings.SystemNamespace}} }
            spec:
              nodeName: {{node}}
              hostNetwork: true
              terminationGracePeriodSeconds: 0
              tolerations: [{ operator: Exists }]
              containers:
                - name: server
                  image: {{Settings.MountImage}}
                  imagePullPolicy: IfNotPresent
                  env: [{ name: ADDRESS, valueFrom: { fieldRef: { fieldPath: status.hostIP } } }]
                  command:
                    - /bin/sh
                    - -c
                    - |
                      rm -rf /brick/kv; mkdir /brick/kv; glusterd
                      until gluster --mode=script volume list >/dev/null 2>&1; do sleep 1; done
                      gluster --mode=script volume create kv "$ADDRESS:/brick/kv" force && gluster --mode=script volume start kv && touch /tmp/started
                      sleep 1000000
                  readinessProbe: { exec: { command: [/bin/cat, /tmp/started] }, periodSeconds: 2 }
                  securityContext: { privileged: true, runAsUser: 0 }
                  volumeMounts: [{ name: brick, mountPath: /brick }]
              volumes: [{ name: brick, hostPath: { path: {{Brick}}, type: DirectoryOrCreate } }]
            """);
        await Kubectl.RunAsync("wait", "-n", Settings.SystemNamespace, "--for=condition=Ready", $"pod/{Name}", "--timeout=120s");
        var address = Pool.Text((await Kubectl.GetAsync("pod", "-n", Settings.SystemNamespace, Name))!["status"]!["hostIP"]);
        return new GlusterServer($"{address}:/kv");
    }

    /// <summary>Runs a shell command beside the server.</summary>
    public Task<string> RunAsync(string script) => Kubectl.ExecAsync(Settings.SystemNamespace, Name, "/bin/sh", "-c", script);

    /// <summary>Kills every process of the server; what it stores stays.</summary>
    public Task<string> StopAsync() => RunAsync("for process in /proc/[0-9]*; do case $(cat $process/comm) in gluster*) kill -9 ${process#/proc/} ;; esac; done");

    /// <summary>Starts it again.</summary>
    public Task<string> RestartAsync() => RunAsync("glusterd; until gluster --mode=script volume start kv force >/dev/null 2>&1; do sleep 1; done");

    public async ValueTask DisposeAsync()
    {
        await Kubectl.TryRunAsync(null, "exec", "-n", Settings.SystemNamespace, Name, "--", "/bin/rm", "-rf", "/brick/kv");
        await Kubectl.TryRunAsync(null, "delete", "pod", "-n", Settings.SystemNamespace, Name, "--grace-period=0", "--force");
    }
}
