using System.Runtime.InteropServices;

namespace KvFleet.Protocol.Store;

/// <summary>A row that a connection may fill.</summary>
/// <param name="Row">The row.</param>
/// <param name="Ticket">Tells this loan of the row from others.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct SlotTicket(int Row, uint Ticket);
