using System.Globalization;
using System.Security.Cryptography;

namespace KvFleet.Fuzz;

/// <summary>Feeds mutated inputs to a target for a while.</summary>
internal static class Fuzzer
{
    /// <summary>Runs one target; returns 1 on a finding, after which the target is left.</summary>
    public static async Task<int> RunAsync(IFuzzTarget target, int seed, TimeSpan duration, TimeProvider time)
    {
        var mutator = new Mutator(new Random(seed), target.Seeds);
        var started = time.GetTimestamp();
        var count = 0L;
        while (time.GetElapsedTime(started) < duration)
        {
            var input = mutator.Next();
            try
            {
                await target.FeedAsync(input);
            }
            catch (Exception finding)
            {
                await ReportAsync(target, seed, input, finding);
                return 1;
            }

            count++;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target.Name}: {count} inputs, no finding (seed {seed})"));
        return 0;
    }

    private static async Task ReportAsync(IFuzzTarget target, int seed, byte[] input, Exception finding)
    {
        var file = Path.Combine("artifacts", "fuzz", $"{target.Name}-{Convert.ToHexString(SHA256.HashData(input))[..12]}.bin");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllBytesAsync(file, input);
        Console.WriteLine($"{target.Name}: FINDING with seed {seed}, input kept in {file}\n{finding}");
    }
}
