using System.Globalization;
using KvFleet.StoreTool;

// kvfleet-store-tool put|check FIRST COUNT SEED, or work COUNT SEED SECONDS. Prints one line of words and figures, which the tests read.
const string Socket = "/kvfleet/kvfleet.sock";
try
{
    using var rows = await Rows.ConnectAsync(Socket, TimeSpan.FromSeconds(60));
    Console.WriteLine(args switch
    {
        ["put", var first, var count, var seed] => rows.Put(Number(first), Number(count), Number(seed)),
        ["check", var first, var count, var seed] => rows.Check(Number(first), Number(count), Number(seed)),
        ["work", var count, var seed, var seconds] => await rows.WorkAsync(Number(count), Number(seed), TimeSpan.FromSeconds(Number(seconds))),
        _ => throw new InvalidOperationException("usage: kvfleet-store-tool put|check FIRST COUNT SEED, or work COUNT SEED SECONDS"),
    });
    return 0;
}
catch (Exception e)
{
    await Console.Error.WriteLineAsync($"FAILED {e.GetType().Name}: {e.Message}");
    return 1;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
