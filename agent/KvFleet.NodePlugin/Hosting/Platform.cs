using System.Runtime.Versioning;

// Mounts, sockets and proc: this is a program for Linux.
[assembly: SupportedOSPlatform("linux")]
