using System.Runtime.InteropServices;
using KvFleet.Holder;
using KvFleet.Holder.Extents;
using KvFleet.Holder.Limits;

if (HolderOptions.TryParse(args, Environment.GetEnvironmentVariable, out var options, out var problem))
{
    var log = new HolderLog(Console.Error, TimeProvider.System);

    // The memory goes back with the process: there is nothing to wind down, and a pod that stops slowly keeps memory from its successor.
    using var stop = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Exit);
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Exit);
    var memory = new ExtentMemory(CgroupMemoryLimit.Read());
    using var extents = new ExtentSet();
    await new HolderLoop(options, extents, memory, log, TimeProvider.System).RunAsync(CancellationToken.None);
    return 0;
}

await Console.Error.WriteLineAsync(problem);
return 64;

static void Exit(PosixSignalContext context)
{
    context.Cancel = true;
    Environment.Exit(0);
}
