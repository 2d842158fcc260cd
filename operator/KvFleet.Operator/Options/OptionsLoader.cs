using KvFleet.Operator.Exporters;

namespace KvFleet.Operator.Options;

/// <summary>Reads and checks the settings.</summary>
public static class OptionsLoader
{
    /// <summary>Reads the settings, or says everything that is wrong with them at once.</summary>
    /// <param name="configuration">Where they come from.</param>
    /// <param name="errors">Where to say it.</param>
    /// <returns>The settings; null if they cannot be used.</returns>
    public static OperatorOptions? Load(IConfiguration configuration, TextWriter errors)
    {
        var options = new OperatorOptions();
        var problems = new List<string>();
        try
        {
            configuration.Bind(options);
            problems.AddRange(new OperatorOptionsValidator().Validate(name: null, options).Failures ?? []);
            problems.AddRange(PlanningOptions.Read(options.Planning).Problems);
            if (options.Leadership is not { LeaseDuration: var lease, RenewDeadline: var deadline, RetryPeriod: var retry } || lease <= deadline || deadline <= retry || retry <= TimeSpan.Zero)
                problems.Add("KVFLEET_LEADERSHIP__*: LEASEDURATION must be longer than RENEWDEADLINE, and that longer than RETRYPERIOD.");
            _ = ExporterSelector.Parse(options.Telemetry?.Exporters ?? "", out var exporters);
            if (exporters is not null)
                problems.Add($"KVFLEET_TELEMETRY__EXPORTERS: {exporters}.");
            if (options.Telemetry?.ExporterUrl is { Length: > 0 } url && !(Uri.TryCreate(url.Replace("{node}", "node", StringComparison.Ordinal), UriKind.Absolute, out var page) && page.Scheme is "http" or "https"))
                problems.Add($"KVFLEET_TELEMETRY__EXPORTERURL is '{url}'; give a page such as http://{{node}}:9400/metrics.");
            if (options.Agent?.Disk.Directory is { Length: > 0 } directory && !IsDirectory(directory))
                problems.Add($"KVFLEET_AGENT__DISK__DIRECTORY is '{directory}'; give an absolute path that is not the root and has no slash at its end, no '.' and no '..' in it.");
        }
        catch (InvalidOperationException error)
        {
            problems.Add($"{error.Message} {error.InnerException?.Message}");
        }

        foreach (var problem in problems)
            errors.WriteLine($"kvfleet-operator: {problem}");
        return problems.Count == 0 ? options : null;
    }

    private static bool IsDirectory(string path) => path.Length > 1 && path[0] == '/' && path[1..].Split('/').All(static part => part is not ("" or "." or ".."));
}
