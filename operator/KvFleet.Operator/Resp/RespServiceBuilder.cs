using KvFleet.Api.Pools;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Specs;

namespace KvFleet.Operator.Resp;

/// <summary>Makes the Services and Endpoints under which clients find a pool. Pure.</summary>
public static class RespServiceBuilder
{
    private const string Tcp = "TCP";

    /// <summary>The headless Service: its name stands for the agents of the nodes that hold the pool, its SRV record for the port.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="port">Its port.</param>
    public static V1Service Headless(V1Alpha1KVCachePool pool, int port) => Service(pool, RespNames.Service(pool.Name()), new V1ServiceSpec
    {
        Type = "ClusterIP",
        ClusterIP = "None",
        Ports = [new V1ServicePort { Name = RespNames.Port, Port = port, Protocol = Tcp, TargetPort = port }],
    });

    /// <summary>The Service that keeps traffic on the node: a client reaches the agent beside it, whose memory is near, or none. For servers that have the policy.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="port">Its port.</param>
    public static V1Service Local(V1Alpha1KVCachePool pool, int port) => Service(pool, RespNames.LocalService(pool.Name()), new V1ServiceSpec
    {
        Type = "ClusterIP",
        InternalTrafficPolicy = "Local",
        Ports = [new V1ServicePort { Name = RespNames.Port, Port = RespNames.LocalPort, Protocol = Tcp, TargetPort = port }],
    });

    /// <summary>The addresses behind a Service.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="name">The Service's name.</param>
    /// <param name="port">The pool's port.</param>
    /// <param name="addresses">Nodes that serve it and the addresses of their agents.</param>
    public static V1Endpoints Endpoints(V1Alpha1KVCachePool pool, string name, int port, IEnumerable<(string Node, string Address)> addresses)
    {
        var ordered = addresses.OrderBy(static entry => entry.Node, StringComparer.Ordinal).Select(static entry => new V1EndpointAddress { Ip = entry.Address, NodeName = entry.Node }).ToList();
        return new V1Endpoints
        {
            ApiVersion = "v1",
            Kind = "Endpoints",
            Metadata = Metadata(pool, name),
            Subsets = ordered.Count == 0 ? [] : [new V1EndpointSubset { Addresses = ordered, Ports = [new CoreV1EndpointPort { Name = RespNames.Port, Port = port, Protocol = Tcp }] }],
        };
    }

    private static V1Service Service(V1Alpha1KVCachePool pool, string name, V1ServiceSpec spec) => new() { ApiVersion = "v1", Kind = "Service", Metadata = Metadata(pool, name), Spec = spec };

    private static V1ObjectMeta Metadata(V1Alpha1KVCachePool pool, string name) => new()
    {
        Name = name,
        NamespaceProperty = pool.Namespace(),
        Labels = SpecLabels.For(ComponentNames.Agent),
        OwnerReferences = [pool.MakeOwnerReference(controller: true)],
    };
}
