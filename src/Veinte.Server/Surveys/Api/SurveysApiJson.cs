using System.Text.Json;
using System.Text.Json.Serialization;
using Veinte.Server.Api;
using Veinte.Server.Surveys.Answering;

namespace Veinte.Server.Surveys.Api;

/// <summary>The JSON of the API of surveys.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Listing<SurveyView>))]
[JsonSerializable(typeof(Listing<TemplateView>))]
[JsonSerializable(typeof(Listing<SurveyProblemView>))]
[JsonSerializable(typeof(SurveyProblemView[]))]
[JsonSerializable(typeof(SurveyDetail))]
[JsonSerializable(typeof(Listing<PlaceView>))]
[JsonSerializable(typeof(PlaceView))]
[JsonSerializable(typeof(PlaceRequest))]
[JsonSerializable(typeof(PlaceMove))]
[JsonSerializable(typeof(KioskView))]
[JsonSerializable(typeof(InviteRequest))]
[JsonSerializable(typeof(RemindRequest))]
[JsonSerializable(typeof(Listing<InvitedView>))]
[JsonSerializable(typeof(Listing<InvitationView>))]
[JsonSerializable(typeof(Listing<ResponseView>))]
[JsonSerializable(typeof(ResponseRequest))]
[JsonSerializable(typeof(ResultsView))]
[JsonSerializable(typeof(AnswerRecorded))]
[JsonSerializable(typeof(AnswerError[]))]
[JsonSerializable(typeof(Pages.Surveys.PreviewRequest))]
internal sealed partial class SurveysApiJson : JsonSerializerContext;
