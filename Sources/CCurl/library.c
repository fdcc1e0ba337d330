// The type-checking macros of curl.h would stand in the way of the functions of the same names.
#define CURL_DISABLE_TYPECHECK
#include "CCurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <string.h>

// Everything of curl that HTTP calls.
#define FUNCTIONS(each)                                                                                                \
  each(curl_easy_cleanup) each(curl_easy_getinfo) each(curl_easy_init) each(curl_easy_pause) each(curl_easy_setopt)    \
  each(curl_easy_strerror) each(curl_global_init) each(curl_multi_add_handle) each(curl_multi_cleanup)                 \
  each(curl_multi_info_read) each(curl_multi_init) each(curl_multi_perform) each(curl_multi_poll)                      \
  each(curl_multi_remove_handle) each(curl_multi_setopt) each(curl_multi_wakeup) each(curl_slist_append)               \
  each(curl_slist_free_all) each(curl_version_info)

#define FIELD(name) __typeof__(name) *name;
static struct {
  FUNCTIONS(FIELD)
} curl;

static char problem[256];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  // The name that has not changed since 2006; the options that are set need 7.85.
  void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  _Bool isWhole = library != NULL;
#define FIND(name) isWhole = isWhole && (curl.name = (__typeof__(name) *)dlsym(library, #name)) != NULL;
  FUNCTIONS(FIND)
  if (isWhole) return;
  const char *words = dlerror();
  strncpy(problem, words ? words : "no reason given", sizeof problem - 1);
#define CLEAR(name) curl.name = NULL;
  FUNCTIONS(CLEAR)
}

const char *ccurl_problem(void) {
  pthread_once(&once, load);
  return problem[0] ? problem : NULL;
}

// What every way to a handle begins with; all other functions are given something that these made.
#define READY (ccurl_problem() == NULL)

// Hidden, so that libcurl's own calls of itself do not come back here.
#define FORWARD __attribute__((visibility("hidden")))

FORWARD CURLcode curl_global_init(long flags) { return READY ? curl.curl_global_init(flags) : CURLE_FAILED_INIT; }
FORWARD CURL *curl_easy_init(void) { return READY ? curl.curl_easy_init() : NULL; }
FORWARD CURLM *curl_multi_init(void) { return READY ? curl.curl_multi_init() : NULL; }
FORWARD struct curl_slist *curl_slist_append(struct curl_slist *list, const char *text) {
  return READY ? curl.curl_slist_append(list, text) : NULL;
}
FORWARD curl_version_info_data *curl_version_info(CURLversion age) {
  return READY ? curl.curl_version_info(age) : NULL;
}
FORWARD const char *curl_easy_strerror(CURLcode code) { return READY ? curl.curl_easy_strerror(code) : problem; }

FORWARD void curl_slist_free_all(struct curl_slist *list) {
  if (list) curl.curl_slist_free_all(list);
}
FORWARD void curl_easy_cleanup(CURL *easy) {
  if (easy) curl.curl_easy_cleanup(easy);
}
FORWARD CURLMcode curl_multi_cleanup(CURLM *multi) {
  return multi ? curl.curl_multi_cleanup(multi) : CURLM_BAD_HANDLE;
}
FORWARD CURLcode curl_easy_pause(CURL *easy, int mask) { return curl.curl_easy_pause(easy, mask); }
FORWARD CURLMcode curl_multi_add_handle(CURLM *multi, CURL *easy) { return curl.curl_multi_add_handle(multi, easy); }
FORWARD CURLMcode curl_multi_remove_handle(CURLM *multi, CURL *easy) {
  return curl.curl_multi_remove_handle(multi, easy);
}
FORWARD CURLMsg *curl_multi_info_read(CURLM *multi, int *left) { return curl.curl_multi_info_read(multi, left); }
FORWARD CURLMcode curl_multi_perform(CURLM *multi, int *running) { return curl.curl_multi_perform(multi, running); }
FORWARD CURLMcode curl_multi_poll(CURLM *multi, struct curl_waitfd *extra, unsigned int count, int time, int *ready) {
  return curl.curl_multi_poll(multi, extra, count, time, ready);
}
FORWARD CURLMcode curl_multi_wakeup(CURLM *multi) { return curl.curl_multi_wakeup(multi); }

CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value) {
  return curl.curl_easy_setopt(easy, option, value);
}
CURLcode ccurl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
  return curl.curl_easy_setopt(easy, option, value);
}
CURLcode ccurl_set_string(CURL *easy, CURLoption option, const char *value) {
  return curl.curl_easy_setopt(easy, option, value);
}
CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, void *value) {
  return curl.curl_easy_setopt(easy, option, value);
}
CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
  return curl.curl_easy_setopt(easy, option, value);
}
CURLcode ccurl_set_data_callback(CURL *easy, CURLoption option, ccurl_data_callback value) {
  return curl.curl_easy_setopt(easy, option, value);
}
CURLcode ccurl_set_seek_callback(CURL *easy, ccurl_seek_callback value) {
  return curl.curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, value);
}
CURLcode ccurl_set_progress_callback(CURL *easy, ccurl_progress_callback value) {
  return curl.curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, value);
}
CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return curl.curl_multi_setopt(multi, option, value);
}
long ccurl_get_long(CURL *easy, CURLINFO info) {
  long value = 0;
  curl.curl_easy_getinfo(easy, info, &value);
  return value;
}
