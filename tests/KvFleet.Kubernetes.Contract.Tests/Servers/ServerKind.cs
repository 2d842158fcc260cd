namespace KvFleet.Kubernetes.Contract.Tests.Servers;

/// <summary>Against what a case runs.</summary>
public enum ServerKind
{
    /// <summary>The server in this process, as the oldest version that is supported.</summary>
    Fake,

    /// <summary>The server in this process, as the newest version that is supported: it streams lists and aggregates discovery.</summary>
    FakeNewest,

    /// <summary>etcd and kube-apiserver of the tests' own.</summary>
    Local,

    /// <summary>The cluster that <c>KVFLEET_E2E_KUBECONFIG</c> names.</summary>
    Cluster,
}
