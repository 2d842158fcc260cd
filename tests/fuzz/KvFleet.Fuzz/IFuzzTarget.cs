namespace KvFleet.Fuzz;

/// <summary>A parser that reads what strangers send.</summary>
internal interface IFuzzTarget
{
    /// <summary>Name on the command line.</summary>
    string Name { get; }

    /// <summary>Good inputs to start from.</summary>
    IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Feeds one input. Returns normally when it was taken or refused as documented; throws on a finding.</summary>
    Task FeedAsync(byte[] input);
}
