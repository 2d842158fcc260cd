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
        }
        catch (InvalidOperationException error)
        {
            problems.Add($"{error.Message} {error.InnerException?.Message}");
        }

        foreach (var problem in problems)
            errors.WriteLine($"kvfleet-operator: {problem}");
        return problems.Count == 0 ? options : null;
    }
}
