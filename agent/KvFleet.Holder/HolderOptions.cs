using System.Diagnostics.CodeAnalysis;

namespace KvFleet.Holder;

/// <summary>What a holder is told at start.</summary>
/// <param name="SocketPath">Socket of its volume.</param>
internal sealed record HolderOptions(string SocketPath)
{
    private const string Usage = "usage: kvfleet-hold [--socket PATH]   (or environment variable KVFLEET_SOCKET; default " + DefaultSocketPath + ")";
    private const string DefaultSocketPath = "/kvfleet/kvfleet.sock";

    /// <summary>Reads arguments, then the environment, then the default.</summary>
    internal static bool TryParse(
        IReadOnlyList<string> arguments,
        Func<string, string?> environment,
        [NotNullWhen(true)] out HolderOptions? options,
        [NotNullWhen(false)] out string? problem)
    {
        var path = environment("KVFLEET_SOCKET") is { Length: > 0 } value ? value : DefaultSocketPath;
        options = arguments switch
        {
            [] => new HolderOptions(path),
            ["--socket", { Length: > 0 } given] => new HolderOptions(given),
            _ => null,
        };
        problem = options is null ? $"unexpected arguments: {string.Join(' ', arguments)}\n{Usage}" : null;
        return options is not null;
    }
}
