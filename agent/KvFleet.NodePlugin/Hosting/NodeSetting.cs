namespace KvFleet.NodePlugin.Hosting;

/// <summary>One setting: <c>--name</c> as an argument, <c>KVFLEET_NAME</c> in the environment.</summary>
/// <param name="Name">Lower case with dashes.</param>
/// <param name="Help">What it is and what it may be.</param>
/// <param name="Apply">Puts a value in place; null when the value is not usable.</param>
internal sealed record NodeSetting(string Name, string Help, Func<NodeOptions, string, NodeOptions?> Apply)
{
    /// <summary>The environment variable.</summary>
    public string Variable { get; } = "KVFLEET_" + Name.ToUpperInvariant().Replace('-', '_');
}
