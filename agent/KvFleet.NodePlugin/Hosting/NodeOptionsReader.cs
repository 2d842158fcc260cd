using System.Globalization;

namespace KvFleet.NodePlugin.Hosting;

/// <summary>Reads <see cref="NodeOptions"/> from arguments (<c>--http-port 9091</c> or <c>--http-port=9091</c>) over environment variables.</summary>
internal static class NodeOptionsReader
{
    private static readonly NodeSetting[] Settings =
    [
        new("node-name", "name of the Kubernetes node (downward API: spec.nodeName); required", (options, text) =>
            IsName(text) ? options with { NodeName = text } : null),
        new("pod-name", "name of our own pod", (options, text) => options with { PodName = text }),
        new("pod-uid", "uid of our own pod", (options, text) => options with { PodUid = text }),
        new("kubelet-directory", "the kubelet's root directory, mounted at the same path", (options, text) =>
            IsDirectoryPath(text) ? options with { KubeletDirectory = text } : null),
        new("channel-socket", "socket for the serve container", (options, text) =>
            Path.IsPathRooted(text) ? options with { ChannelSocket = text } : null),
        new("serve-user-id", "user id of the serve container, 0 to 2147483647", (options, text) =>
            TryInteger(text, 0, int.MaxValue, out var id) ? options with { ServeUserId = id } : null),
        new("serve-grace-seconds", "how long memory stays locked while serve is away, 1 to 3600", (options, text) =>
            TryInteger(text, 1, 3600, out var seconds) ? options with { ServeGrace = TimeSpan.FromSeconds(seconds) } : null),
        new("filesystem-patience-seconds", "how long a call on a shared filesystem may take, 1 to 300", (options, text) =>
            TryInteger(text, 1, 300, out var seconds) ? options with { FilesystemPatience = TimeSpan.FromSeconds(seconds) } : null),
        new("sweep-filesystems", "whether this node helps to keep shared filesystems within quota, true or false", (options, text) =>
            bool.TryParse(text, out var sweeps) ? options with { SweepsFilesystems = sweeps } : null),
        new("proc-directory", "the host's /proc", (options, text) =>
            IsDirectoryPath(text) ? options with { ProcDirectory = text } : null),
        new("http-port", "port of /livez, /readyz and /metrics, 1 to 65535", (options, text) =>
            TryInteger(text, 1, 65535, out var port) ? options with { HttpPort = port } : null),
    ];

    /// <summary>What <c>--help</c> prints.</summary>
    public static string Usage { get; } = string.Join(
        '\n',
        Settings.Select(setting => $"  --{setting.Name,-22} {setting.Variable,-32} {setting.Help}")
            .Prepend("kvfleet-node: the privileged container of the KvFleet agent. Settings, as an argument or an environment variable:"));

    /// <summary>Reads and checks everything.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="environment">Looks an environment variable up; null when it is not set.</param>
    /// <param name="options">The settings; meaningless when there are problems.</param>
    /// <returns>What is wrong, each with its remedy; empty when all is well.</returns>
    public static IReadOnlyList<string> Read(IReadOnlyList<string> arguments, Func<string, string?> environment, out NodeOptions options)
    {
        List<string> problems = [];
        options = new NodeOptions();
        foreach (var setting in Settings)
        {
            if (environment(setting.Variable) is { Length: > 0 } text)
                options = Apply(setting, setting.Variable, text, options, problems);
        }

        for (var index = 0; index < arguments.Count; index++)
        {
            var parts = arguments[index].Split('=', 2);
            var setting = Settings.FirstOrDefault(candidate => $"--{candidate.Name}" == parts[0]);
            if (setting is null)
                problems.Add($"argument '{arguments[index]}' is not known; --help lists those that are");
            else if (parts.Length == 2)
                options = Apply(setting, parts[0], parts[1], options, problems);
            else if (++index < arguments.Count)
                options = Apply(setting, parts[0], arguments[index], options, problems);
            else
                problems.Add($"argument '{parts[0]}' has no value: {setting.Help}");
        }

        if (options.NodeName.Length == 0 && problems.Count == 0)
            problems.Add("KVFLEET_NODE_NAME is not set: give the container the field spec.nodeName by the downward API");
        return problems;
    }

    private static NodeOptions Apply(NodeSetting setting, string where, string text, NodeOptions options, List<string> problems)
    {
        if (setting.Apply(options, text) is { } changed)
            return changed;
        problems.Add($"{where} '{text}' is not usable: {setting.Help}");
        return options;
    }

    private static bool IsName(string text) =>
        text.Length is > 0 and <= 253 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.');

    private static bool IsDirectoryPath(string text) =>
        Path.IsPathRooted(text) && text.Length > 1 && text == Path.GetFullPath(text) && !text.EndsWith('/');

    private static bool TryInteger(string text, int least, int most, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= least && value <= most;
}
