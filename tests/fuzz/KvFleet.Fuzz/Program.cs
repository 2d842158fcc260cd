using System.Globalization;
using KvFleet.Fuzz;
using KvFleet.Fuzz.Targets;

using var resp = new RespTarget();
IFuzzTarget[] targets = [new QuantityTarget(), new PoolTarget(), new ModelCatalogTarget(), new ExpositionTarget(), new VolumeMessageTarget(), new AuthorityTarget(), resp, new StoreFrameTarget()];
var seconds = double.Parse(Environment.GetEnvironmentVariable("FUZZ_SECONDS") is { Length: > 0 } given ? given : "10", CultureInfo.InvariantCulture);
var seed = Environment.GetEnvironmentVariable("FUZZ_SEED") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : Random.Shared.Next();
var findings = 0;
foreach (var target in targets.Where(target => args.Length == 0 || args.Contains(target.Name, StringComparer.Ordinal)))
{
    findings += await Fuzzer.RunAsync(target, seed, TimeSpan.FromSeconds(seconds), TimeProvider.System);
}

return findings == 0 ? 0 : 1;
