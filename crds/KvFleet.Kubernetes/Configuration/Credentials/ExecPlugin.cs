using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KvFleet.Kubernetes.Configuration;

/// <summary>A program that prints credentials.</summary>
public sealed record ExecPlugin
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan InteractiveLimit = TimeSpan.FromMinutes(10);

    /// <summary>Program name, or path.</summary>
    public required string Command { get; init; }

    /// <summary>Arguments; passed as they are, no shell reads them.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Environment variables besides this process's own.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary><c>client.authentication.k8s.io/v1</c> or <c>v1beta1</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>What the user is told when the program is missing.</summary>
    public string? InstallHint { get; init; }

    /// <summary>The program may ask on the terminal: it gets this process's standard input and error output. Otherwise it gets an empty input.</summary>
    public bool Interactive { get; init; }

    /// <summary>The cluster's description for the program; null when it does not want one.</summary>
    public JsonObject? Cluster { get; init; }

    /// <summary>Runs the program and reads its answer.</summary>
    /// <param name="timeProvider">Time; the program is killed after a minute, or after ten where somebody may have to type.</param>
    /// <param name="cancellationToken">Kills the program.</param>
    /// <exception cref="KubernetesConfigurationException">It is missing, failed, or said nothing useful.</exception>
    internal async Task<ExecCredentialStatus> RunAsync(TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var time = Interactive ? InteractiveLimit : Limit;
        // The clock runs before the program does, not from whenever this thread gets its turn again.
        using var limit = new CancellationTokenSource(time, timeProvider);
        using var process = Start();
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            if (!Interactive)
                process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(linked.Token);
            var errors = Interactive ? Task.FromResult("see above") : process.StandardError.ReadToEndAsync(linked.Token);
            await process.WaitForExitAsync(linked.Token);
            if (process.ExitCode != 0)
            {
                throw new KubernetesConfigurationException(
                    $"The credential program {Command} ended with {process.ExitCode}: {Tail(await errors)}");
            }

            return Parse(await output);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new KubernetesConfigurationException($"The credential program {Command} did not end within {time.TotalSeconds} s and was killed.");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private Process Start()
    {
        var info = new ProcessStartInfo(Command)
        {
            RedirectStandardInput = !Interactive,
            RedirectStandardOutput = true,
            RedirectStandardError = !Interactive,
            UseShellExecute = false,
        };
        foreach (var argument in Arguments)
            info.ArgumentList.Add(argument);
        foreach (var (name, value) in Environment)
            info.Environment[name] = value;
        var spec = new JsonObject { ["interactive"] = Interactive };
        if (Cluster is not null)
            spec["cluster"] = Cluster.DeepClone();
        info.Environment["KUBERNETES_EXEC_INFO"] =
            new JsonObject { ["apiVersion"] = ApiVersion, ["kind"] = "ExecCredential", ["spec"] = spec }.ToJsonString();
        try
        {
            return Process.Start(info)!;
        }
        catch (Win32Exception e)
        {
            throw new KubernetesConfigurationException($"The credential program {Command} cannot be started: {e.Message}. {InstallHint}".TrimEnd(), e);
        }
    }

    private ExecCredentialStatus Parse(string output)
    {
        ExecCredential? credential;
        try
        {
            credential = JsonSerializer.Deserialize(output, ConfigurationJsonContext.Default.ExecCredential);
        }
        catch (JsonException e)
        {
            throw new KubernetesConfigurationException($"The credential program {Command} did not print an ExecCredential: {e.Message}", e);
        }

        if (!string.Equals(credential?.ApiVersion, ApiVersion, StringComparison.Ordinal))
        {
            throw new KubernetesConfigurationException(
                $"The credential program {Command} answered in version '{credential?.ApiVersion}' but the kubeconfig asks for '{ApiVersion}'.");
        }

        return credential?.Status is { } status && (status.Token ?? status.ClientCertificateData) is { Length: > 0 }
            ? status
            : throw new KubernetesConfigurationException($"The credential program {Command} printed neither a token nor a certificate.");
    }

    private static string Tail(string text) => text.Length <= 500 ? text.Trim() : "…" + text[^500..].Trim();
}
