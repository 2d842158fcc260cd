namespace KvFleet.Operator;

/// <summary>Names of the operator's own objects in its namespace.</summary>
public static class OperatorNames
{
    /// <summary>The operator's service account; agents answer to nobody else.</summary>
    public const string ServiceAccount = "kvfleet-operator";

    /// <summary>The lease that decides which replica works.</summary>
    public const string Lease = "kvfleet-operator";

    /// <summary>The secret with the fleet's own certificate authority.</summary>
    public const string AuthoritySecret = "kvfleet-ca";

    /// <summary>The secret with the agents' server certificate.</summary>
    public const string AgentTlsSecret = "kvfleet-agent-tls";

    /// <summary>The ConfigMap with the fleet-wide switch.</summary>
    public const string ConfigMap = "kvfleet-config";

    /// <summary>Its key with the switch.</summary>
    public const string ModeKey = "mode";
}
