using System.Globalization;

namespace KvFleet.Agent.Options;

/// <summary>
/// Reads arguments (<c>--node-name NAME</c> or <c>--node-name=NAME</c>), and environment variables of the same names (<c>KVFLEET_NODE_NAME</c>) where
/// there is no argument. Everything that is wrong is told at once.
/// </summary>
internal static class AgentOptionsParser
{
    /// <summary>What there is.</summary>
    public const string Usage = """
        kvfleet-serve: holds a node's cache memory and serves it to engines.

          --node-name NAME         name of the Node (required in a cluster)
          --pod-uid UID            uid of this pod (required in a cluster)
          --channel-socket PATH    socket of the node container (/run/kvfleet/node.sock)
          --report-port PORT       HTTPS port of the report (9443)
          --metrics-port PORT      HTTP port of /metrics, /livez and /readyz (9090)
          --tls-directory DIR      where tls.crt and tls.key of the report are (/etc/kvfleet/tls)
          --report-users A,B       users that may read the report (system:serviceaccount:kvfleet-system:kvfleet-operator)
          --drain-seconds N        time that mappers get to let go, 1 to 3600 (60)
          --populate-threads N     threads that populate memory, 1 to 256 (the processors, at most 16)
          --disk-directory DIR     where pools' values on disk are kept (none)
          --disk-keys-directory DIR      keys that values on disk are encrypted with, one a file (/etc/kvfleet/disk-keys)
          --kubelet-filesystem DIR       anything on the kubelet's filesystem, which is refused as disk (/run/kubelet-filesystem)
          --allow-kubelet-filesystem B   true to use it all the same (false)
          --host-root DIR          where the machine's /sys and /proc are found (the agent's own)
          --standalone FILE        no Kubernetes: pools and sockets come from this YAML file
          --log-level LEVEL        Trace, Debug, Information, Warning or Error (Information)

        Each can be given as an environment variable, too: KVFLEET_NODE_NAME and so on.
        """;

    private static readonly Dictionary<string, Func<AgentOptions, string, AgentOptions>> Setters = new(StringComparer.Ordinal)
    {
        ["node-name"] = static (options, value) => options with { NodeName = value },
        ["pod-uid"] = static (options, value) => options with { PodUid = value },
        ["channel-socket"] = static (options, value) => options with { ChannelSocket = value },
        ["report-port"] = static (options, value) => options with { ReportPort = Integer(value, 1, 65535) },
        ["metrics-port"] = static (options, value) => options with { MetricsPort = Integer(value, 1, 65535) },
        ["tls-directory"] = static (options, value) => options with { TlsDirectory = value },
        ["report-users"] = static (options, value) => options with { ReportUsers = Users(value) },
        ["drain-seconds"] = static (options, value) => options with { DrainDeadline = TimeSpan.FromSeconds(Integer(value, 1, 3600)) },
        ["populate-threads"] = static (options, value) => options with { PopulateThreads = Integer(value, 1, 256) },
        ["disk-directory"] = static (options, value) => options with { DiskDirectory = Absolute(value) },
        ["disk-keys-directory"] = static (options, value) => options with { DiskKeysDirectory = Absolute(value) },
        ["kubelet-filesystem"] = static (options, value) => options with { KubeletFilesystem = Absolute(value) },
        ["allow-kubelet-filesystem"] = static (options, value) => options with { AllowKubeletFilesystem = Boolean(value) },
        ["host-root"] = static (options, value) => options with { HostRoot = Absolute(value).TrimEnd('/') },
        ["standalone"] = static (options, value) => options with { StandaloneFile = value },
        ["log-level"] = static (options, value) => options with { LogLevel = Level(value) },
    };

    /// <summary>Reads the options.</summary>
    /// <param name="arguments">The command line, without the program.</param>
    /// <param name="environment">Looks an environment variable up.</param>
    /// <param name="problems">What is wrong; empty when all is well.</param>
    /// <returns>The options; only to be used when nothing is wrong.</returns>
    public static AgentOptions Parse(IReadOnlyList<string> arguments, Func<string, string?> environment, out IReadOnlyList<string> problems)
    {
        var found = new List<string>();
        problems = found;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in Setters.Keys)
        {
            if (environment(Variable(name)) is { Length: > 0 } value)
                values[name] = value;
        }

        ReadArguments(arguments, values, found);
        var options = new AgentOptions();
        foreach (var (name, value) in values)
        {
            try
            {
                options = Setters[name](options, value);
            }
            catch (FormatException e)
            {
                found.Add($"--{name} ({Variable(name)}): {e.Message}");
            }
        }

        Validate(options, found);
        return options;
    }

    private static void ReadArguments(IReadOnlyList<string> arguments, Dictionary<string, string> values, List<string> problems)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var name = argument.StartsWith("--", StringComparison.Ordinal) ? argument[2..(equals < 0 ? argument.Length : equals)] : "";
            if (!Setters.ContainsKey(name))
                problems.Add($"Unknown argument '{argument}'.");
            else if (equals >= 0)
                values[name] = argument[(equals + 1)..];
            else if (i + 1 < arguments.Count)
                values[name] = arguments[++i];
            else
                problems.Add($"--{name} needs a value.");
        }
    }

    private static void Validate(AgentOptions options, List<string> problems)
    {
        if (options.StandaloneFile is not null)
            return;
        if (options.NodeName.Length == 0)
            problems.Add("--node-name (KVFLEET_NODE_NAME) is missing: set it from spec.nodeName by the downward API, or use --standalone FILE.");
        if (options.PodUid.Length == 0)
            problems.Add("--pod-uid (KVFLEET_POD_UID) is missing: set it from metadata.uid by the downward API.");
        if (options.ReportPort == options.MetricsPort)
            problems.Add($"--report-port and --metrics-port are both {options.ReportPort}.");
    }

    private static string Variable(string name) => $"KVFLEET_{name.Replace('-', '_').ToUpperInvariant()}";

    private static int Integer(string value, int least, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"'{value}' is no whole number from {least} to {most}.");

    private static string Absolute(string value) => Path.IsPathRooted(value) ? value : throw new FormatException($"'{value}' is no absolute path.");

    private static bool Boolean(string value) => bool.TryParse(value, out var flag) ? flag : throw new FormatException($"'{value}' is neither true nor false.");

    private static string[] Users(string value)
    {
        var users = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return users.Length > 0 ? users : throw new FormatException("at least one user must be named, or nobody can read the report.");
    }

    private static LogLevel Level(string value) =>
        Enum.TryParse<LogLevel>(value, ignoreCase: true, out var level) && Enum.IsDefined(level) && !char.IsAsciiDigit(value[0])
            ? level
            : throw new FormatException($"'{value}' is no log level: Trace, Debug, Information, Warning or Error.");
}
