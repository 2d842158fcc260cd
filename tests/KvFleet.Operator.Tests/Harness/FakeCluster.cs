using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using KvFleet.Api;
using KvFleet.Api.Filesystems;
using KvFleet.Api.Nodes;
using KvFleet.Api.Pools;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Models;
using KvFleet.Testing;

namespace KvFleet.Operator.Tests.Harness;

/// <summary>A cluster without machines: a fake API server, and what kubelets, scheduler and DaemonSet controller would do, done by hand.</summary>
internal sealed class FakeCluster : IAsyncDisposable
{
    public const string System = "kvfleet-system";
    private const long Gi = 1L << 30;

    private FakeCluster(FakeApiServer server, FakeTimeProvider time, ConcurrentDictionary<string, bool> granted)
    {
        Granted = granted;
        Server = server;
        Time = time;
    }

    public FakeApiServer Server { get; }

    public FakeTimeProvider Time { get; }

    /// <summary>What service accounts were granted, as <c>GROUP VERB RESOURCE/NAME in NAMESPACE</c>.</summary>
    public ConcurrentDictionary<string, bool> Granted { get; }

    /// <summary>For admission hooks of tests: whether they let everything pass by now.</summary>
    public bool Lifted { get; set; }

    /// <summary>Nodes whose scheduler refuses every holder, with its words.</summary>
    public Dictionary<string, string> Unschedulable { get; } = new(StringComparer.Ordinal);

    public static async Task<FakeCluster> StartAsync(bool withDefinitions = true, bool gracefulPods = false)
    {
        // No two readings are the same, as on a real clock: names of events are made of them.
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromTicks(1) };
        var granted = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var server = await FakeApiServer.StartAsync(new FakeApiServerOptions { TimeProvider = time, GracefulPods = gracefulPods, AccessReview = review => granted.ContainsKey(Question(review)) });
        var cluster = new FakeCluster(server, time, granted);
        if (withDefinitions)
            cluster.InstallDefinitions();
        server.Put(Object("v1", "Namespace", null, "ai"));
        server.Put(Object("v1", "Namespace", null, System));
        return cluster;
    }

    public void InstallDefinitions()
    {
        Server.Register(new FakeResource(ApiGroup.Name, "v1alpha1", "KVCachePool", "kvcachepools", HasStatus: true, IsCustom: true));
        Server.Register(new FakeResource(ApiGroup.Name, "v1alpha1", "KVCacheFilesystem", "kvcachefilesystems", Namespaced: false, HasStatus: true, IsCustom: true));
        Server.Register(new FakeResource(ApiGroup.Name, "v1alpha1", "KVCacheNode", "kvcachenodes", Namespaced: false, HasStatus: true, IsCustom: true));
    }

    /// <summary>A node of so many GiB with an agent.</summary>
    public void AddNode(string name, long memory = 20, Action<JsonObject>? change = null, bool agent = true)
    {
        var node = Object("v1", "Node", null, name);
        node["metadata"]!["labels"] = new JsonObject { ["kubernetes.io/os"] = "linux", ["kubernetes.io/hostname"] = name };
        var resources = new JsonObject { ["memory"] = $"{memory}Gi", ["cpu"] = "8", ["pods"] = "110" };
        node["status"] = new JsonObject
        {
            ["allocatable"] = resources,
            ["capacity"] = resources.DeepClone(),
            ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = "True", ["reason"] = "KubeletReady", ["lastTransitionTime"] = "2025-12-31T00:00:00Z" }),
        };
        change?.Invoke(node);
        Server.Put(node);
        if (agent)
            AddAgent(name);
    }

    public void AddAgent(string node)
    {
        var pod = Object("v1", "Pod", System, $"kvfleet-agent-{node}");
        pod["metadata"]!["labels"] = Labels(ComponentNames.Agent);
        pod["spec"] = new JsonObject { ["nodeName"] = node, ["containers"] = new JsonArray(new JsonObject { ["name"] = "serve" }) };
        pod["status"] = new JsonObject { ["phase"] = "Running", ["podIP"] = FakeAgents.AddressOf(node).ToString() };
        Server.Put(pod);
    }

    /// <summary>A pod of an exporter, with the address of an agent on a node of the pod's name.</summary>
    public void AddExporter(string name, string node, string label, string value)
    {
        var pod = Object("v1", "Pod", System, name);
        pod["metadata"]!["labels"] = new JsonObject { [label] = value };
        pod["spec"] = new JsonObject { ["nodeName"] = node, ["containers"] = new JsonArray(new JsonObject { ["name"] = "exporter" }) };
        pod["status"] = new JsonObject { ["phase"] = "Running", ["podIP"] = FakeAgents.AddressOf(name).ToString() };
        Server.Put(pod);
    }

    public void AddPool(string name, string capacity, Action<KVCachePoolSpec>? change = null)
    {
        var pool = new V1Alpha1KVCachePool { Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "ai" } };
        pool.Spec.Model.Name = "meta-llama/Llama-3.1-8B-Instruct";
        pool.Spec.Capacity = new ResourceQuantity(capacity);
        change?.Invoke(pool.Spec);
        Server.Put(JsonSerializer.SerializeToNode(pool, KvFleetJsonContext.Default.V1Alpha1KVCachePool)!.AsObject());
    }

    public void AddFilesystem(string name, Action<KVCacheFilesystemSpec>? change = null)
    {
        var filesystem = new V1Alpha1KVCacheFilesystem { Metadata = new V1ObjectMeta { Name = name } };
        filesystem.Spec.Mount = new FilesystemMount { Type = "glusterfs", Source = "gluster:/kv", Options = ["log-level=WARNING"] };
        filesystem.Spec.AllowedNamespaces = ["ai"];
        change?.Invoke(filesystem.Spec);
        Server.Put(JsonSerializer.SerializeToNode(filesystem, KvFleetJsonContext.Default.V1Alpha1KVCacheFilesystem)!.AsObject());
    }

    public void ChangeFilesystem(string name, Action<JsonObject> change) => Server.Modify(ApiGroup.Name, "kvcachefilesystems", null, name, change);

    public V1Alpha1KVCacheFilesystem? Filesystem(string name) =>
        Server.Find(ApiGroup.Name, "kvcachefilesystems", null, name) is { } found ? found.Deserialize(KvFleetJsonContext.Default.V1Alpha1KVCacheFilesystem) : null;

    /// <summary>Pods that mount shared filesystems, in the order of their nodes.</summary>
    public IReadOnlyList<V1Pod> Mounts() =>
    [
        .. Server.List("", "pods").Select(pod => pod.Deserialize(KubernetesJsonContext.Default.V1Pod)!)
            .Where(pod => pod.GetLabel(WellKnownLabels.Component) == ComponentNames.Mount).OrderBy(pod => pod.GetAnnotation(WellKnownAnnotations.Node), StringComparer.Ordinal),
    ];

    public void ChangePool(string name, Action<JsonObject> change) => Server.Modify(ApiGroup.Name, "kvcachepools", "ai", name, change);

    public void ChangeNode(string name, Action<JsonObject> change) => Server.Modify("", "nodes", null, name, change);

    public void ChangePod(string name, Action<JsonObject> change) => Server.Modify("", "pods", "ai", name, change);

    public V1Alpha1KVCachePool? Pool(string name) =>
        Server.Find(ApiGroup.Name, "kvcachepools", "ai", name) is { } found ? found.Deserialize(KvFleetJsonContext.Default.V1Alpha1KVCachePool) : null;

    public V1Alpha1KVCacheNode? Node(string name) =>
        Server.Find(ApiGroup.Name, "kvcachenodes", null, name) is { } found ? found.Deserialize(KvFleetJsonContext.Default.V1Alpha1KVCacheNode) : null;

    public V1Condition? Condition(string pool, string type) => Pool(pool)?.Status?.Conditions?.FirstOrDefault(condition => condition.Type == type);

    public IReadOnlyList<V1Pod> Holders(string? node = null) =>
    [
        .. Server.List("", "pods").Select(pod => pod.Deserialize(KubernetesJsonContext.Default.V1Pod)!)
            .Where(pod => pod.GetLabel(WellKnownLabels.Component) == ComponentNames.Holder && (node is null || pod.GetAnnotation(WellKnownAnnotations.Node) == node))
            .OrderBy(pod => pod.Name(), StringComparer.Ordinal),
    ];

    public IReadOnlyList<(string Type, string Reason, string Note)> Events() =>
    [
        .. Server.List("events.k8s.io", "events").Select(entry => (entry["type"]!.GetValue<string>(), entry["reason"]!.GetValue<string>(), entry["note"]?.GetValue<string>() ?? "")),
    ];

    /// <summary>Another workload's pod.</summary>
    public void AddPod(string name, string node, long memory)
    {
        var pod = Object("v1", "Pod", "ai", name);
        pod["spec"] = new JsonObject
        {
            ["nodeName"] = node,
            ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["memory"] = $"{memory}Gi" } } }),
        };
        pod["status"] = new JsonObject { ["phase"] = "Running" };
        Server.Put(pod);
    }

    /// <summary>What scheduler and kubelets do in the meantime: bind, start, end.</summary>
    public void Step()
    {
        foreach (var pod in Server.List("", "pods", "ai"))
        {
            var node = pod["metadata"]!["annotations"]?[WellKnownAnnotations.Node]?.GetValue<string>();
            if (node is null || pod["metadata"]!["deletionTimestamp"] is not null || pod["spec"]!["nodeName"] is not null)
                continue;
            if (Unschedulable.TryGetValue(node, out var words))
            {
                if (pod["status"]?["conditions"] is null)
                    Change(pod, changed => changed["status"] = new JsonObject { ["phase"] = "Pending", ["conditions"] = new JsonArray(new JsonObject { ["type"] = "PodScheduled", ["status"] = "False", ["reason"] = "Unschedulable", ["message"] = words }) });
            }
            else if (Server.Find("", "nodes", null, node) is not null)
            {
                Change(pod, changed =>
                {
                    changed["spec"]!["nodeName"] = node;
                    changed["status"] = Running(0);
                });
            }
        }
    }

    public static JsonObject Running(int restarts, string? lastExit = null)
    {
        var container = new JsonObject { ["name"] = "hold", ["ready"] = true, ["restartCount"] = restarts, ["state"] = new JsonObject { ["running"] = new JsonObject() } };
        if (lastExit is not null)
            container["lastState"] = new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = 137, ["reason"] = lastExit } };
        return new JsonObject { ["phase"] = "Running", ["containerStatuses"] = new JsonArray(container) };
    }

    public static JsonObject Object(string apiVersion, string kind, string? @namespace, string name)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (@namespace is not null)
            metadata["namespace"] = @namespace;
        return new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = metadata };
    }

    public static JsonObject Labels(string component) => new()
    {
        [WellKnownLabels.Application] = WellKnownLabels.ApplicationName,
        [WellKnownLabels.ManagedBy] = WellKnownLabels.ApplicationName,
        [WellKnownLabels.Component] = component,
    };

    public static string Text(long gibibytes) => ResourceQuantity.FromBytes(gibibytes * Gi).ToString();

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private static string Question(JsonObject review)
    {
        var asked = review["resourceAttributes"]!;
        return $"{review["groups"]![1]} {asked["verb"]} {asked["resource"]}.{asked["group"]}/{asked["name"]} in {asked["namespace"]}";
    }

    private void Change(JsonObject pod, Action<JsonObject> change) =>
        Server.Modify("", "pods", pod["metadata"]!["namespace"]!.GetValue<string>(), pod["metadata"]!["name"]!.GetValue<string>(), change);
}
