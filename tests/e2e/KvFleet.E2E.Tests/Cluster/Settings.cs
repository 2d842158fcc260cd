namespace KvFleet.E2E.Tests.Cluster;

/// <summary>What the environment says about the cluster.</summary>
internal static class Settings
{
    public static string? Kubeconfig => Environment.GetEnvironmentVariable("KVFLEET_E2E_KUBECONFIG") is { Length: > 0 } path ? path : null;

    public static string OperatorImage => Get("KVFLEET_E2E_OPERATOR_IMAGE", DefaultOperatorImage);

    public static string AgentImage => Get("KVFLEET_E2E_AGENT_IMAGE", DefaultAgentImage);

    /// <summary>Another image of the agent, to update to; null when nobody said which and the agent's is not the one that was built here.</summary>
    public static string? NextAgentImage => Get("KVFLEET_E2E_NEXT_AGENT_IMAGE", AgentImage == DefaultAgentImage ? "docker.io/local/kvfleet-agent:next" : "") is { Length: > 0 } image ? image : null;

    public static string ToolsImage => Get("KVFLEET_E2E_TOOLS_IMAGE", "docker.io/local/kvfleet-e2e-tools:dev");

    public static string MountImage => Get("KVFLEET_E2E_MOUNT_IMAGE", "docker.io/local/kvfleet-mount:dev");

    public const string DefaultOperatorImage = "docker.io/local/kvfleet-operator:dev";

    public const string DefaultAgentImage = "docker.io/local/kvfleet-agent:dev";

    public const string SystemNamespace = "kvfleet-system";

    private static string Get(string name, string otherwise) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : otherwise;
}
