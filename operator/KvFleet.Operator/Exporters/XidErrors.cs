namespace KvFleet.Operator.Exporters;

/// <summary>NVIDIA's XID codes that mean the GPU, not the program on it. Others (13, 31, 43, 45, ...) are programs' faults and pass with them.</summary>
internal static class XidErrors
{
    private static readonly Dictionary<int, string> Hardware = new()
    {
        [48] = "double-bit ECC error",
        [62] = "micro-controller halted",
        [64] = "row remapping failed",
        [74] = "NVLink error",
        [79] = "fallen off the bus",
        [95] = "uncontained ECC error",
        [119] = "no answer from the system processor",
        [120] = "error of the system processor",
        [140] = "unrecovered ECC error",
        [143] = "initialization failed",
    };

    /// <summary>What a code means; null if it says nothing about the GPU.</summary>
    /// <param name="code">The last code, 0 for none.</param>
    public static string? Fault(double code) => code is > 0 and < 10_000 && Hardware.TryGetValue((int)code, out var text) ? FormattableString.Invariant($"XID {(int)code}: {text}") : null;
}
