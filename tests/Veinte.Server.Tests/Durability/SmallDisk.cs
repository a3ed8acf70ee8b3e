using System.Diagnostics;
using System.Globalization;

namespace Veinte.Server.Tests.Durability;

/// <summary>A file system of a few megabytes in memory, mounted for one test. Only the administrator of a Linux machine may mount.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private SmallDisk()
    {
    }

    public string Path => _folder.Path;

    /// <summary>Mounts one, or skips the test and says why.</summary>
    public static SmallDisk Mount(int megabytes)
    {
        var disk = new SmallDisk();
        if (OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", Size(megabytes), "tmpfs", disk.Path)) return disk;
        disk._folder.Dispose();
        Assert.Skip("This test fills a real disk and needs the right to mount a small one (root on Linux). Disks_that_fill does the same with a simulated one.");
        return disk;
    }

    /// <summary>Makes it larger, as somebody who frees space does.</summary>
    public void Grow(int megabytes) => Assert.True(Run("mount", "-o", "remount," + Size(megabytes), Path), "The small disk could not be made larger.");

    public void Dispose()
    {
        Run("umount", "-l", Path);
        _folder.Dispose();
    }

    private static string Size(int megabytes) => string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m");

    private static bool Run(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
