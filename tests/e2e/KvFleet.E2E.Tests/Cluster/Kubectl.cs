using System.Diagnostics;
using System.Text.Json.Nodes;

namespace KvFleet.E2E.Tests.Cluster;

/// <summary>kubectl, as users run it.</summary>
internal static class Kubectl
{
    /// <summary>Runs kubectl and returns its output; a failure carries the command and what kubectl said.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        var (exitCode, output, error) = await TryRunAsync(null, arguments);
        return exitCode == 0 ? output : throw new InvalidOperationException($"kubectl {string.Join(' ', arguments)} ended with {exitCode}: {error}{output}");
    }

    /// <summary>Runs kubectl with a text on its standard input.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> TryRunAsync(string? input, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("KUBECTL") is { Length: > 0 } path ? path : "kubectl", arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["KUBECONFIG"] = Settings.Kubeconfig;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
        }

        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Applies YAML.</summary>
    public static async Task ApplyAsync(string yaml)
    {
        // Servers before 1.25 do not know CEL rules, and kubectl would refuse to send them.
        var (exitCode, output, error) = await TryRunAsync(yaml, "apply", "--validate=false", "-f", "-");
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"kubectl apply ended with {exitCode}: {error}{output}\n{yaml}");
        }
    }

    /// <summary>Reads an object or a list; null when there is none.</summary>
    public static async Task<JsonNode?> GetAsync(params string[] arguments)
    {
        var output = await RunAsync(["get", "--ignore-not-found", "-o", "json", .. arguments]);
        return string.IsNullOrWhiteSpace(output) ? null : JsonNode.Parse(output);
    }

    /// <summary>The items of a list.</summary>
    public static async Task<IReadOnlyList<JsonNode>> ListAsync(params string[] arguments) =>
        [.. (await GetAsync(arguments))?["items"]?.AsArray().Select(item => item!) ?? []];

    /// <summary>Runs a command in a pod and returns what it printed.</summary>
    public static async Task<string> ExecAsync(string @namespace, string pod, params string[] command) =>
        await RunAsync(["exec", "-n", @namespace, pod, "--", .. command]);
}
