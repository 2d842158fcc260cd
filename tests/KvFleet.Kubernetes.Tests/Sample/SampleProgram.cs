using System.Text.RegularExpressions;
using KvFleet.Kubernetes.Tests.Doubles;
using KvFleet.Testing;

namespace KvFleet.Kubernetes.Tests.Sample;

/// <summary>The operator of the README, as a process.</summary>
internal sealed partial class SampleProgram : IDisposable
{
    private readonly LocalProcess _process;
    private readonly string _log;

    private SampleProgram(LocalProcess process, string log) => (_process, _log) = (process, log);

    public string Log => File.Exists(_log) ? File.ReadAllText(_log) : string.Empty;

    public static SampleProgram Start(string folder, string kubeConfig)
    {
        // Built beside this test, in the same configuration.
        var output = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;
        var program = Path.Combine(RepositoryFolder.Root, "tests", "KvFleet.Kubernetes.Sample", "bin", output, "net10.0", "website-operator");
        var log = Path.Combine(folder, "log");
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["KUBECONFIG"] = kubeConfig,
            ["POD_NAMESPACE"] = "website-operator",
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
        };
        return new SampleProgram(LocalProcess.Start(log, program, [], environment), log);
    }

    /// <summary>Where its probes are.</summary>
    public async Task<Uri> AddressAsync()
    {
        await Eventually.BeAsync(() => _process.HasExited || Listening().IsMatch(Log), "the program listens");
        _process.HasExited.ShouldBeFalse(Log);
        return new Uri(Listening().Match(Log).Groups["address"].Value);
    }

    /// <summary>Asks it to end, and waits until it has.</summary>
    public Task<int> StopAsync(CancellationToken cancellationToken)
    {
        _process.Signal("TERM");
        return _process.WaitAsync(cancellationToken);
    }

    public void Dispose() => _process.Dispose();

    [GeneratedRegex(@"listening on: (?<address>http://\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();
}
