using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Veinte.Doors.Importing;
using Veinte.Doors.Importing.Columns;
using Veinte.Engine.Moments;
using Veinte.Engine.Folds.Measures;
using Veinte.Engine.Views;
using Veinte.History;
using Veinte.Server.Alerts;
using Veinte.Server.Analysis;
using Veinte.Server.Collect;
using Veinte.Server.Importing;
using Veinte.Server.Listening;
using Veinte.Server.Moments;
using Veinte.Server.Promises;

namespace Veinte.Server.Api;

/// <summary>The JSON of the API: source-generated, camelCase, times in UTC.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(HttpValidationProblemDetails))]
[JsonSerializable(typeof(TrialBalance))]
[JsonSerializable(typeof(Veinte.Cluster.ClusterState))]
[JsonSerializable(typeof(Operations.SystemState))]
[JsonSerializable(typeof(Retention.RetentionState))]
[JsonSerializable(typeof(Retention.RetentionRules))]
[JsonSerializable(typeof(Retention.RetentionReport))]
[JsonSerializable(typeof(Veinte.History.Lake.LakeWritten))]
[JsonSerializable(typeof(Moving.BackupTaken))]
[JsonSerializable(typeof(Cli.Restored))]
[JsonSerializable(typeof(Page<AccountView>))]
[JsonSerializable(typeof(Page<StatementLine>))]
[JsonSerializable(typeof(Page<QuarantinedEvent>))]
[JsonSerializable(typeof(Listing<DropCount>))]
[JsonSerializable(typeof(Listing<ImportView>))]
[JsonSerializable(typeof(Listing<DisputeView>))]
[JsonSerializable(typeof(Listing<UploadedFile>))]
[JsonSerializable(typeof(UploadedFile))]
[JsonSerializable(typeof(ImportOrder))]
[JsonSerializable(typeof(ImportResult))]
[JsonSerializable(typeof(FilePreview))]
[JsonSerializable(typeof(MappingCheck))]
[JsonSerializable(typeof(ImportProposal))]
[JsonSerializable(typeof(MappingOfColumns))]
[JsonSerializable(typeof(ColumnPlan))]
[JsonSerializable(typeof(Listing<PolicyView>))]
[JsonSerializable(typeof(Listing<string>))]
[JsonSerializable(typeof(Listing<KeyView>))]
[JsonSerializable(typeof(Listing<JobView>))]
[JsonSerializable(typeof(AccountView))]
[JsonSerializable(typeof(CustomerProfile))]
[JsonSerializable(typeof(InteractionDetail))]
[JsonSerializable(typeof(Overview))]
[JsonSerializable(typeof(QuarantinedEvent))]
[JsonSerializable(typeof(LivePosting))]
[JsonSerializable(typeof(LiveVerdict))]
[JsonSerializable(typeof(CollectedEvents))]
[JsonSerializable(typeof(CollectedEvent))]
[JsonSerializable(typeof(ReplayRequest))]
[JsonSerializable(typeof(Verification))]
[JsonSerializable(typeof(Restatement))]
[JsonSerializable(typeof(DecisionTaken))]
[JsonSerializable(typeof(ReversalRequest))]
[JsonSerializable(typeof(DisputeRequest))]
[JsonSerializable(typeof(DisputeResolution))]
[JsonSerializable(typeof(MergeRequest))]
[JsonSerializable(typeof(UnmergeRequest))]
[JsonSerializable(typeof(PolicyRequest))]
[JsonSerializable(typeof(PolicyTrial))]
[JsonSerializable(typeof(PolicyTried))]
[JsonSerializable(typeof(RestatementRequest))]
[JsonSerializable(typeof(PublicationRequest))]
[JsonSerializable(typeof(KeyRequest))]
[JsonSerializable(typeof(NewKey))]
[JsonSerializable(typeof(KeyView))]
[JsonSerializable(typeof(JobView))]
[JsonSerializable(typeof(ThemesAnswer))]
[JsonSerializable(typeof(TextsAnswer))]
[JsonSerializable(typeof(TopicsAnswer))]
[JsonSerializable(typeof(SummaryAnswer))]
[JsonSerializable(typeof(ModelStatus))]
[JsonSerializable(typeof(RollbackRequest))]
[JsonSerializable(typeof(Demo.DemoStatus))]
[JsonSerializable(typeof(HistoryState))]
[JsonSerializable(typeof(HistoryQuestion))]
[JsonSerializable(typeof(HistoryRows))]
[JsonSerializable(typeof(Page<HistoryInteraction>))]
[JsonSerializable(typeof(Listing<TouchpointGrades>))]
[JsonSerializable(typeof(FunnelAnswer))]
[JsonSerializable(typeof(FollowsAnswer))]
[JsonSerializable(typeof(PathsAnswer))]
[JsonSerializable(typeof(RetentionAnswer))]
[JsonSerializable(typeof(MomentsView))]
[JsonSerializable(typeof(MomentsComparison))]
[JsonSerializable(typeof(Listing<OutcomeView>))]
[JsonSerializable(typeof(OutcomeOrder))]
[JsonSerializable(typeof(RecomputeOrder))]
[JsonSerializable(typeof(MomentsAgreement))]
[JsonSerializable(typeof(HistoryTooLarge))]
[JsonSerializable(typeof(WeightsProposed))]
[JsonSerializable(typeof(Listing<PromiseRow>))]
[JsonSerializable(typeof(PastTooLarge))]
[JsonSerializable(typeof(PromiseDetail))]
[JsonSerializable(typeof(Listing<PromiseVersionView>))]
[JsonSerializable(typeof(Page<EvidenceItem>))]
[JsonSerializable(typeof(PromiseRequest))]
[JsonSerializable(typeof(PromiseEdit))]
[JsonSerializable(typeof(PromiseWritten))]
[JsonSerializable(typeof(PromiseArmView))]
[JsonSerializable(typeof(BacktestView))]
[JsonSerializable(typeof(Listing<PromiseCapture>))]
[JsonSerializable(typeof(Listing<MeasureReading>))]
[JsonSerializable(typeof(Listing<MeasurePoint>))]
[JsonSerializable(typeof(MeasureSplitRequest))]
[JsonSerializable(typeof(MeasuresSplit))]
[JsonSerializable(typeof(Listing<AlertAddressView>))]
[JsonSerializable(typeof(AlertAddressRequest))]
[JsonSerializable(typeof(NewAlertAddress))]
[JsonSerializable(typeof(AlertSecretMade))]
[JsonSerializable(typeof(AlertView))]
[JsonSerializable(typeof(Cli.Exported))]
[JsonSerializable(typeof(Cli.Moved))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(decimal))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(uint))]
[JsonSerializable(typeof(short))]
[JsonSerializable(typeof(ushort))]
[JsonSerializable(typeof(byte))]
[JsonSerializable(typeof(sbyte))]
[JsonSerializable(typeof(float))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(int?))]
[JsonSerializable(typeof(bool?))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>The API's options, for the few places that serialise outside of an endpoint.</summary>
    // Made on first use: the generated half of this class is not initialised before.
    public static JsonSerializerOptions Wire => field ??= Create();

    /// <summary>Makes a server's JSON ours: nothing falls back to reflection, a repeated or unknown member is refused.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Clear();
        options.TypeInfoResolverChain.Add(Default);
        options.TypeInfoResolverChain.Add(Surveys.Api.SurveysApiJson.Default);
        options.Converters.Add(new UtcTimes());
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        options.MakeReadOnly();
        return options;
    }

    /// <summary>Times as RFC 3339 in UTC with milliseconds and a <c>Z</c>.</summary>
    private sealed class UtcTimes : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.GetDateTimeOffset().ToUniversalTime();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }
}

/// <summary>A whole list, in the shape of every list.</summary>
/// <param name="Items">The items.</param>
/// <param name="Next">Always null: there is no further part.</param>
internal sealed record Listing<T>(IReadOnlyList<T> Items, string? Next = null);
