using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using Xunit.v3;

[assembly: Veinte.Tests.EndsInTime]
[assembly: TestPipelineStartup(typeof(Veinte.Tests.EndsInTimeOrIsEnded))]

namespace Veinte.Tests;

/// <summary>
/// No specification waits for ever: one that takes longer than any does is cancelled, and so fails under its name. Where that does not end it either, or where
/// a fixture does not come to its end, the whole process ends and says what was still running. <c>VEINTE_TEST_MINUTES</c> says otherwise than ten.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class EndsInTimeAttribute : BeforeAfterTestAttribute
{
    private static readonly ConcurrentDictionary<string, (string Name, Timer Timer)> RunningTests = [];
    private static long _last = TimeProvider.System.GetTimestamp();

    /// <summary>How long one specification may take.</summary>
    internal static TimeSpan Max { get; } =
        TimeSpan.FromMinutes(double.TryParse(Environment.GetEnvironmentVariable("VEINTE_TEST_MINUTES"), CultureInfo.InvariantCulture, out var minutes) ? minutes : 10);

    /// <summary>What has begun and not ended.</summary>
    internal static IEnumerable<string> Running => RunningTests.Values.Select(test => test.Name);

    /// <summary>How long ago a specification began or ended.</summary>
    internal static TimeSpan Since => TimeProvider.System.GetElapsedTime(Interlocked.Read(ref _last));

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        var context = Xunit.TestContext.Current;
        var timer = new Timer(_ =>
        {
            context.TestOutputHelper?.WriteLine($"It has not ended within {Max}.");
            context.CancelCurrentTest();
        }, null, Max, Timeout.InfiniteTimeSpan);
        RunningTests[test.UniqueID] = (test.TestDisplayName, timer);
        Interlocked.Exchange(ref _last, TimeProvider.System.GetTimestamp());
    }

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (RunningTests.TryRemove(test.UniqueID, out var running)) running.Timer.Dispose();
        Interlocked.Exchange(ref _last, TimeProvider.System.GetTimestamp());
    }
}

/// <summary>Ends the process when nothing has begun or ended for longer than a specification may take and has after it was cancelled.</summary>
internal sealed class EndsInTimeOrIsEnded : ITestPipelineStartup
{
    private static readonly TimeSpan AfterCancelling = TimeSpan.FromMinutes(2);
    private readonly ManualResetEventSlim _ended = new();

    public ValueTask StartAsync(Xunit.Sdk.IMessageSink diagnosticMessageSink)
    {
        new Thread(Watch) { IsBackground = true, Name = nameof(EndsInTimeOrIsEnded) }.Start();
        return default;
    }

    public ValueTask StopAsync()
    {
        _ended.Set();
        return default;
    }

    // On a thread of its own: what hangs may have taken all of the pool.
    private void Watch()
    {
        while (!_ended.Wait(TimeSpan.FromSeconds(5)))
        {
            if (EndsInTimeAttribute.Since < EndsInTimeAttribute.Max + AfterCancelling) continue;
            var said = $"Nothing has begun or ended for {EndsInTimeAttribute.Since}. Still running: {string.Join("; ", EndsInTimeAttribute.Running.DefaultIfEmpty("a fixture, or nothing at all"))}";
            Console.Error.WriteLine(said);
            Environment.FailFast(said);
        }
    }
}
