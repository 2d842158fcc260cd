namespace KvFleet.Fuzz;

/// <summary>Makes new inputs from good ones: flips, cuts, repeats, splices, and numbers at their limits.</summary>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> seeds)
{
    private const int MaxLength = 8192;

    private static readonly byte[][] Interesting =
        [.. new[] { "0", "-1", "9223372036854775808", "1e999", "\"", "{", "[[[[", "null", "\u0000", "\ud83d\ude00", "0.5", "999999999999999999999999Ei", ":", "- ", "\t" }.Select(text => System.Text.Encoding.UTF8.GetBytes(text))];

    /// <summary>The next input.</summary>
    public byte[] Next()
    {
        var input = (byte[])seeds[random.Next(seeds.Count)].Clone();
        for (var rounds = random.Next(1, 6); rounds > 0; rounds--)
        {
            input = Mutate(input);
        }

        return input.Length > MaxLength ? input[..MaxLength] : input;
    }

    private byte[] Mutate(byte[] input)
    {
        var at = random.Next(input.Length + 1);
        var end = Math.Min(input.Length, at + random.Next(1, 17));
        switch (random.Next(6))
        {
            case 0 when input.Length > 0:
                input[random.Next(input.Length)] ^= (byte)(1 << random.Next(8));
                return input;
            case 1:
                return [.. input[..at], .. input[end..]];
            case 2:
                return [.. input[..end], .. input[at..]];
            case 3:
                var other = seeds[random.Next(seeds.Count)];
                return [.. input[..at], .. other[random.Next(other.Length + 1)..]];
            case 4:
                return [.. input[..at], .. Interesting[random.Next(Interesting.Length)], .. input[at..]];
            default:
                return [.. input[..at], (byte)random.Next(256), .. input[at..]];
        }
    }
}
